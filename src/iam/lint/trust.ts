import { operatorOf } from '../condition/operator.ts';
import type { ConditionEntry, Statement } from '../document/model.ts';
import { githubClaims, grantablePrincipals, issuerOf } from '../issuers.ts';
import { eksIssuerForm, isEksIssuer } from './eks-issuer.ts';
import type { Finding, StatementRule } from './types.ts';

const github = 'token.actions.githubusercontent.com';

const githubKeys = new Set(['aud', 'sub', ...githubClaims]);

/** Checks on statements that let identity providers assume a role. */
export const webIdentityTrust: StatementRule = (statement, kind) => {
  if (kind !== 'trust' || statement.effect !== 'Allow') return [];
  const federated = (statement.principals ?? []).filter(({ type }) => type === 'Federated');
  const issuers = federated.map(({ value }) => issuerOf(value));
  const ofOthers = issuers.length === 0 ? [] : keysOfOthers(statement, issuers);
  const ofProviders = federated.flatMap(({ value }) => {
    const issuer = issuerOf(value);
    return [
      ...eksIssuerForm(issuer),
      ...audience(statement, issuer),
      ...subject(statement, issuer),
      ...(issuer.startsWith(github) ? githubFindings(statement, issuer) : []),
      ...sharedIssuer(statement, value),
    ];
  });
  return [...ofProviders, ...ofOthers];
};

/** Conditions on claims of an issuer that is not a principal of the statement: no request has their keys. */
function keysOfOthers({ conditions }: Statement, issuers: readonly string[]): Finding[] {
  return conditions
    .filter(({ key }) => {
      const [, issuer] = /^([^:]*[./][^:]*):(?:aud|sub|amr)$/i.exec(key) ?? [];
      return (
        issuer !== undefined && !issuers.some((one) => one.toLowerCase() === issuer.toLowerCase())
      );
    })
    .map(({ key }) => ({
      code: 'TRUST_KEY_OF_OTHER_ISSUER',
      severity: 'error',
      message: `A request with a token of ${issuers.join(', ')} has no key ${key}: condition keys begin with the issuer of the Federated principal.`,
    }));
}

function audience(statement: Statement, issuer: string): Finding[] {
  if (claimConditions(statement, issuer, 'aud').length > 0) return [];
  return [
    {
      code: 'TRUST_WITHOUT_AUDIENCE',
      severity: 'warning',
      message: `Nothing checks ${issuer}:aud; a token for another audience is accepted too. Add "StringEquals": {"${issuer}:aud": "sts.amazonaws.com"}.`,
    },
  ];
}

function subject(statement: Statement, issuer: string): Finding[] {
  const checks = claimConditions(statement, issuer, 'sub');
  if (checks.length === 0) {
    const message = `Nothing checks ${issuer}:sub; every identity of this issuer may assume the role.`;
    return [{ code: 'TRUST_WITHOUT_SUBJECT', severity: 'error', message }];
  }
  // Wildcards have an effect only with Like operators.
  return checks
    .filter(({ operator }) => /Like$/.test(operatorOf(operator)?.comparison ?? ''))
    .flatMap(({ values }) => values)
    .flatMap((value) => wideSubject(value, issuer));
}

function wideSubject(value: string, issuer: string): Finding[] {
  const code = 'TRUST_SUBJECT_TOO_WIDE';
  if (isTooWide(value, issuer)) {
    const message = `The subject ${value} matches more than intended: end owner and repository (or namespace and name) with their separator before a wildcard.`;
    return [{ code, severity: 'error', message }];
  }
  const all = allOf(value, issuer);
  if (all === undefined) return [];
  const message = `The subject ${value} matches every ${all}, including those created later. If only one is intended, name it.`;
  return [{ code, severity: 'warning', message }];
}

/** What a subject matches all of, because it names only the owner or the namespace. */
function allOf(value: string, issuer: string): string | undefined {
  if (issuer.startsWith(github)) {
    const [, owner] = /^repo:([^/:*?]+)\/\*/.exec(value) ?? [];
    return owner === undefined ? undefined : `repository of ${owner}`;
  }
  if (!isEksIssuer(issuer)) return undefined;
  const [, namespace] = /^system:serviceaccount:([^:*?]+):\*$/.exec(value) ?? [];
  return namespace === undefined ? undefined : `service account of namespace ${namespace}`;
}

/**
 * Whether a wildcard can extend a name: `repo:octo*` also matches `repo:octopus/x`, and
 * `system:serviceaccount:*` every namespace.
 */
function isTooWide(value: string, issuer: string): boolean {
  const fixed = value.split(/[*?]/, 1)[0] ?? '';
  if (fixed === value) return false;
  if (issuer.startsWith(github))
    return !/^repo:[^/:]+\/([^/:]+:)?$/.test(fixed) && !/^repo:[^/:]+\/[^/:]+:/.test(fixed);
  if (isEksIssuer(issuer)) return !/^system:serviceaccount:[^:]+:/.test(fixed);
  return fixed === '';
}

function githubFindings(statement: Statement, issuer: string): Finding[] {
  const prefix = `${issuer}:`.toLowerCase();
  const unmapped = statement.conditions
    .filter(({ key }) => key.toLowerCase().startsWith(prefix))
    .filter(({ key }) => !githubKeys.has(key.slice(prefix.length).toLowerCase()))
    .map(
      ({ key }): Finding => ({
        code: 'TRUST_CLAIM_NOT_MAPPED',
        severity: 'error',
        message: `STS has no condition key for the claim in ${key}; a condition that needs it never matches.`,
      }),
    );
  const byName = claimConditions(statement, issuer, 'sub')
    .flatMap(({ values }) => values)
    .filter((value) => /^repo:[^@*?]+\/[^@*?]+:/.test(value))
    .map(
      (value): Finding => ({
        code: 'GITHUB_SUBJECT_BY_NAME',
        severity: 'warning',
        message: `${value} names the repository without ids. Repositories created, renamed or moved since 2026-07-15 have the subject repo:OWNER@ID/REPO@ID and do not match it.`,
      }),
    );
  return [...unmapped, ...byName];
}

function sharedIssuer(statement: Statement, provider: string): Finding[] {
  if (grantablePrincipals(statement)?.some(({ value }) => value === provider)) return [];
  return [
    {
      code: 'TRUST_SHARED_ISSUER',
      severity: 'error',
      message: `${issuerOf(provider)} is shared by many tenants: AWS refuses a trust policy without a condition that identifies the tenant by a value that is more than wildcards.`,
    },
  ];
}

/** Conditions that a claim must satisfy: those that do not match if the key is absent. */
function claimConditions(statement: Statement, issuer: string, claim: string): ConditionEntry[] {
  return statement.conditions.filter(({ operator, key }) => {
    const { negated, ifExists, set, comparison } = operatorOf(operator) ?? {};
    const firm = !negated && !ifExists && set !== 'ForAllValues' && comparison !== 'Null';
    return firm && key.toLowerCase() === `${issuer}:${claim}`.toLowerCase();
  });
}
