import { operatorOf } from './condition/operator.ts';
import type { ConditionEntry, PrincipalEntry, Statement } from './document/model.ts';

/**
 * Claims of GitHub's tokens that STS turns into condition keys, besides `aud` and `sub` (IAM User Guide,
 * "Available keys for AWS OIDC federation", since February 2026).
 */
export const githubClaims: readonly string[] = [
  'actor',
  'actor_id',
  'enterprise_id',
  'environment',
  'job_workflow_ref',
  'ref',
  'repository',
  'repository_id',
  'repository_owner_id',
  'workflow',
];

/**
 * Identity providers that many tenants share, and the claims of which a trust policy must check one (IAM User
 * Guide, "Identity-provider controls for shared OIDC providers").
 */
const tenantClaims: readonly (readonly [issuer: RegExp, claims: readonly string[]])[] = [
  [/^token\.actions\.githubusercontent\.com(\/|$)/, ['sub']],
  [/^gitlab\.com$/, ['sub']],
  [/^app\.terraform\.io$/, ['sub']],
  [/^agent\.buildkite\.com$/, ['sub']],
  [/^oidc\.codefresh\.io$/, ['sub']],
  [/^(api\.)?scalr\.io$/, ['sub']],
  [/^proidc\.upbound\.io$/, ['sub']],
  [/^oidc\.vercel\.com(\/|$)/, ['aud']],
  [/^api\.pulumi\.com\/oidc$/, ['aud']],
  [/^cognito-identity\.amazonaws\.com$/, ['aud']],
];

/** The claims that identify a tenant of a shared issuer; undefined for issuers of one tenant. */
export function tenantClaimsOf(issuer: string): readonly string[] | undefined {
  return tenantClaims.find(([pattern]) => pattern.test(issuer))?.[1];
}

/** The issuer of a Federated principal: the path of the provider's ARN, or its built-in name. */
export function issuerOf(federated: string): string {
  const marker = ':oidc-provider/';
  const at = federated.indexOf(marker);
  return at === -1 ? federated : federated.slice(at + marker.length);
}

/**
 * The principals of a trust statement that STS accepts: providers of shared issuers are ignored if no condition
 * checks the tenant.
 */
export function grantablePrincipals(statement: Statement): readonly PrincipalEntry[] | undefined {
  const { principals, conditions, effect } = statement;
  if (effect === 'Deny') return principals;
  return principals?.filter(({ type, value }) => {
    if (type !== 'Federated') return true;
    const issuer = issuerOf(value);
    const claims = tenantClaimsOf(issuer);
    return claims === undefined || conditions.some((entry) => pinsTenant(entry, issuer, claims));
  });
}

function pinsTenant(entry: ConditionEntry, issuer: string, claims: readonly string[]): boolean {
  const operator = operatorOf(entry.operator);
  const key = entry.key.toLowerCase();
  return (
    operator?.comparison.startsWith('String') === true &&
    !operator.negated &&
    !operator.ifExists &&
    operator.set !== 'ForAllValues' &&
    claims.some((claim) => key === `${issuer}:${claim}`.toLowerCase()) &&
    entry.values.every((value) => !/^[*?]*$/.test(value))
  );
}
