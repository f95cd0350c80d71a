import type { PlannedChange } from '../../actions/index.ts';
import { formatArn } from '../../names/arn.ts';
import { emptyDocument, extended } from '../../pull/index.ts';
import type { Fact } from '../fact.ts';
import type { Subject } from '../subject.ts';
import { attachPullOnly } from './fixes.ts';
import { audience as audienceOfSts, providerOf, webIdentity } from './web-identity.ts';

/** What lets an account take the cluster's tokens, if anything has to. */
export function trustedIssuer(
  account: string,
  issuer: string,
  audiences: Fact<readonly string[]>,
  audience = audienceOfSts,
): PlannedChange[] {
  const base = { account, audience, reversibility: 'reversible' } as const;
  if (audiences.state !== 'known') {
    return [{ ...base, kind: 'create-oidc-provider', url: `https://${issuer}` }];
  }
  if (audiences.value.includes(audience)) return [];
  const providerArn = providerOf(account, issuer);
  return [{ ...base, kind: 'add-oidc-audience', providerArn }];
}

/** What gives a service account a role that may pull, by IRSA; undefined where the cluster was not seen. */
export function ownRole({
  pull,
  serviceAccount,
  place,
}: Subject): { readonly text: string; readonly changes: readonly PlannedChange[] } | undefined {
  if (pull.kind !== 'service-account' || serviceAccount.state !== 'known') return undefined;
  const { issuer, account, audiences } = serviceAccount.value;
  if (issuer.state !== 'known' || account === undefined || audiences.state === 'unseen') {
    return undefined;
  }
  const { namespace, serviceAccount: name } = pull;
  const roleName = `ecr-pull-${namespace}-${name}`.slice(0, 64);
  const { partition = 'aws' } = place ?? {};
  const resource = `role/${roleName}`;
  const arn = formatArn({ partition, service: 'iam', region: '', accountId: account, resource });
  const { statement } = webIdentity({ arn }, issuer.value, `${namespace}/${name}`);
  const role = { arn, trust: '', policies: [], tags: {} };
  const changes: PlannedChange[] = [
    ...trustedIssuer(account, issuer.value, audiences),
    {
      kind: 'create-role',
      account,
      roleName,
      description: `Pulls for service account ${namespace}/${name}`,
      trust: extended(emptyDocument, statement),
      tags: { 'hawser.dev/service-account': `${namespace}/${name}` },
      reversibility: 'reversible',
    },
    attachPullOnly(role),
    {
      kind: 'annotate-service-account',
      namespace,
      serviceAccount: name,
      annotations: { 'eks.amazonaws.com/role-arn': arn },
      reversibility: 'reversible',
    },
  ];
  return { text: `By IRSA, with role ${roleName}`, changes };
}
