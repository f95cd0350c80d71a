import { isOwnless } from '../chain/client-machine.ts';
import { absent, type Fact, unseen } from '../chain/fact.ts';
import type { Pull } from '../chain/pull.ts';
import { type ServiceAccountFacts, serviceAccountAt, type World } from '../chain/world.ts';
import { accountOf, formatArn, parseArn } from '../names/arn.ts';
import type { Accounts } from './aws/accounts.ts';
import { type EksCluster, issuerOf, observeAssociation, observeCluster } from './aws/eks.ts';
import { observeAudiences } from './aws/role.ts';
import type { Sources } from './collect.ts';
import { observeClient } from './kubernetes/client-pod.ts';
import { observeNode } from './kubernetes/node.ts';
import { observeServiceAccount } from './kubernetes/service-account.ts';

/** Looks at what a service account gives its pods: a role by IRSA, or by EKS Pod Identity. */
export async function collectServiceAccount(
  { namespace, serviceAccount: name }: Extract<Pull, { kind: 'service-account' }>,
  world: World,
  { accounts, cluster: open, environment }: Sources,
): Promise<World> {
  const cluster = open();
  const [annotation, eks, client] = await Promise.all([
    observeServiceAccount(cluster, namespace, name),
    observeCluster(accounts, cluster.eks, environment),
    observeClient(cluster, namespace, name),
  ]);
  const { key } = serviceAccountAt(namespace, name);
  if (annotation.state !== 'known') return { ...world, serviceAccounts: { [key]: annotation } };
  const annotatedRole = annotation.value;
  const issuer = issuerOf(eks);
  const value: ServiceAccountFacts = {
    issuer,
    associatedRole:
      eks.state === 'known' ? await observeAssociation(eks.value, namespace, name) : eks,
    audiences: await audiencesOf(accounts, annotatedRole || roleLikeIn(eks), issuer),
    ...(annotatedRole === '' ? {} : { annotatedRole }),
    ...(eks.state === 'known' && eks.value.account !== '' ? { account: eks.value.account } : {}),
    client,
  };
  const seen: World = { ...world, serviceAccounts: { [key]: { state: 'known', value } } };
  const node = client.state === 'known' ? client.value.node : undefined;
  if (node === undefined || !isOwnless({ state: 'known', value })) return seen;
  return { ...seen, nodes: { [node]: await observeNode(cluster, node) } };
}

/** The ARN of a role in the cluster's account, which has the provider for its issuer. */
function roleLikeIn(eks: Fact<EksCluster>): string {
  return eks.state === 'known' ? eks.value.role : '';
}

export async function audiencesOf(
  accounts: Accounts,
  role: string,
  issuer: Fact<string>,
): Promise<Fact<readonly string[]>> {
  const accountId = accountOf(role);
  if (accountId === undefined) return absent;
  if (issuer.state !== 'known') {
    return issuer.state === 'absent' ? absent : unseen(issuer.need.fact, issuer.need.permission);
  }
  const { partition = 'aws' } = parseArn(role) ?? {};
  const resource = `oidc-provider/${issuer.value}`;
  const arn = formatArn({ partition, service: 'iam', region: '', accountId, resource });
  return observeAudiences(accounts.access(accountId), arn);
}
