import { absent, type Fact, unseen } from '../chain/fact.ts';
import type { Pull } from '../chain/pull.ts';
import { type ServiceAccountFacts, serviceAccountAt, type World } from '../chain/world.ts';
import { accountOf, formatArn, parseArn } from '../names/arn.ts';
import type { Accounts } from './aws/accounts.ts';
import { issuerOf, observeAssociation, observeCluster } from './aws/eks.ts';
import { observeAudiences } from './aws/role.ts';
import type { Sources } from './collect.ts';
import { observeServiceAccount } from './kubernetes/service-account.ts';

/** Looks at what a service account gives its pods: a role by IRSA, or by EKS Pod Identity. */
export async function collectServiceAccount(
  { namespace, serviceAccount: name }: Extract<Pull, { kind: 'service-account' }>,
  world: World,
  { accounts, cluster: open, environment }: Sources,
): Promise<World> {
  const cluster = open();
  const [annotation, eks] = await Promise.all([
    observeServiceAccount(cluster, namespace, name),
    observeCluster(accounts, cluster.eks, environment),
  ]);
  const { key } = serviceAccountAt(namespace, name);
  if (annotation.state !== 'known') return { ...world, serviceAccounts: { [key]: annotation } };
  const annotatedRole = annotation.value;
  const issuer = issuerOf(eks);
  const value: ServiceAccountFacts = {
    issuer,
    associatedRole:
      eks.state === 'known' ? await observeAssociation(eks.value, namespace, name) : eks,
    audiences: annotatedRole === '' ? absent : await audiencesOf(accounts, annotatedRole, issuer),
    ...(annotatedRole === '' ? {} : { annotatedRole }),
  };
  return { ...world, serviceAccounts: { [key]: { state: 'known', value } } };
}

async function audiencesOf(
  accounts: Accounts,
  role: string,
  issuer: Fact<string>,
): Promise<Fact<readonly string[]>> {
  const accountId = accountOf(role) ?? '';
  if (issuer.state !== 'known') {
    return issuer.state === 'absent' ? absent : unseen(issuer.need.fact, issuer.need.permission);
  }
  const { partition = 'aws' } = parseArn(role) ?? {};
  const resource = `oidc-provider/${issuer.value}`;
  const arn = formatArn({ partition, service: 'iam', region: '', accountId, resource });
  return observeAudiences(accounts.access(accountId), arn);
}
