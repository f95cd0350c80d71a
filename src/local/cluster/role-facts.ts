import { absent, type Fact, known, unseen } from '../../chain/fact.ts';
import type { NodeFacts, OtherRole, PodFacts } from '../../chain/world.ts';
import type { KubernetesApi } from '../../k8s-api/api.ts';
import { resources } from '../../k8s-api/resources.ts';
import type { Collection } from '../../storage/metadata.ts';
import type { State } from '../state.ts';

export type EksState = Pick<
  State,
  'eksClusters' | 'nodegroups' | 'accessEntries' | 'fargateProfiles' | 'podIdentityAssociations'
>;

/** Name of a label or annotation of EKS. */
const ofEks = (name: string) => `eks.amazonaws.com/${name}`;

type Marked = { readonly metadata: { readonly labels?: Readonly<Record<string, string>> } };

/** What a node's labels say of who pulls on it. */
export function pullerOfNode(
  { metadata: { labels = {} } }: Marked,
  state: EksState,
): Pick<NodeFacts, 'computeType' | 'nodeGroup' | 'hybridRole'> {
  const computeType = labels[ofEks('compute-type')];
  const nodeGroup = labels[ofEks('nodegroup')];
  return {
    ...(computeType === undefined ? {} : { computeType }),
    ...(nodeGroup === undefined ? {} : { nodeGroup }),
    ...(computeType === 'hybrid' ? { hybridRole: hybridRoleIn(state) } : {}),
  };
}

function hybridRoleIn({ accessEntries }: EksState): Fact<string> {
  const roles = documents(accessEntries).filter(({ type }) => type === 'HYBRID_LINUX');
  const [role] = roles;
  if (role === undefined) return absent;
  if (roles.length === 1) return known(role.principalArn);
  return unseen('role of the hybrid node', 'one access entry of type HYBRID_LINUX');
}

/** The Fargate profile of a pod, and the roles that its service account, its node and the cluster have. */
export function rolesOfPod(
  pod: Marked & Pick<PodFacts, 'namespace' | 'serviceAccount' | 'node'>,
  { store }: Pick<KubernetesApi, 'store'>,
  state: EksState,
): Pick<PodFacts, 'serviceAccountRole' | 'fargate' | 'otherRoles'> {
  const { namespace, serviceAccount, node } = pod;
  const account = store.find(resources.serviceaccounts, namespace, serviceAccount);
  const annotated = account?.metadata.annotations?.[ofEks('role-arn')];
  const associated = documents(state.podIdentityAssociations).find(
    (one) => one.namespace === namespace && one.serviceAccount === serviceAccount,
  );
  const profile = pod.metadata.labels?.[ofEks('fargate-profile')];
  const name = `${namespace}/${serviceAccount}`;
  const otherRoles: OtherRole[] = [
    ...[annotated, associated?.roleArn].map((role) => ({
      of: 'service account' as const,
      name,
      role: factOf(role),
    })),
    ...ofNode(node, store, state),
    ...documents(state.eksClusters).map((cluster) => ({
      of: 'cluster' as const,
      name: cluster.name,
      role: known(cluster.roleArn),
    })),
  ];
  return {
    otherRoles,
    ...(annotated === undefined ? {} : { serviceAccountRole: annotated }),
    ...(profile === undefined ? {} : { fargate: { profile, role: executionRole(profile, state) } }),
  };
}

function ofNode(
  node: string | undefined,
  store: KubernetesApi['store'],
  { nodegroups, eksClusters }: EksState,
): OtherRole[] {
  const { labels = {} } = store.find(resources.nodes, '', node ?? '')?.metadata ?? {};
  const group = labels[ofEks('nodegroup')];
  if (group !== undefined) {
    const role = documents(nodegroups).find(({ name }) => name === group)?.nodeRole;
    return [{ of: 'node group', name: group, role: factOf(role) }];
  }
  if (labels[ofEks('compute-type')] !== 'auto') return [];
  return documents(eksClusters).map(({ name, compute }) => ({
    of: 'auto mode',
    name,
    role: factOf(compute?.nodeRoleArn),
  }));
}

function executionRole(profile: string, { fargateProfiles }: EksState): Fact<string> {
  return factOf(
    documents(fargateProfiles).find(({ name }) => name === profile)?.podExecutionRoleArn,
  );
}

function factOf(role: string | undefined): Fact<string> {
  return role === undefined ? absent : known(role);
}

function documents<Document>(collection: Collection<Document>): readonly Document[] {
  return collection.list().map(({ document }) => document);
}
