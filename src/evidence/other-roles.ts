import { absent, type Fact, known, unseen } from '../chain/fact.ts';
import { lacksGrant } from '../chain/lacks-grant.ts';
import type { Pull } from '../chain/pull.ts';
import { subjectOf } from '../chain/subject.ts';
import {
  type NodeFacts,
  type OtherRole,
  type PodFacts,
  podAt,
  type World,
} from '../chain/world.ts';
import { accountOf } from '../names/arn.ts';
import { type EksCluster, observeAssociation, observeCluster } from './aws/eks.ts';
import { observeHybridRole, observeNodeGroupRole } from './aws/eks-node-roles.ts';
import { observeRole } from './aws/role.ts';
import type { Sources } from './collect.ts';
import type { Cluster } from './kubernetes/cluster.ts';
import { once } from './once.ts';

/**
 * Looks for roles to which a pull may have been allowed by mistake, where no policy of the role that pulls grants it: those of
 * the service account, of the node's group, and of the cluster. Other pulls take no look.
 */
export async function withOtherRoles(pull: Pull, world: World, sources: Sources): Promise<World> {
  const subject = subjectOf(pull, world);
  const { pod, node } = subject;
  if (pull.kind !== 'pod' || pod.state !== 'known' || !lacksGrant(subject)) return world;
  const cluster = sources.cluster();
  const eks = await clusterOf(cluster, sources);
  const machine = node.state === 'known' ? node.value : undefined;
  const otherRoles = [
    ...(await ofServiceAccount(pod.value, cluster, eks)),
    ...(await ofNodes(machine, cluster, eks)),
    clusterRole(eks),
  ];
  const arns = new Set(
    otherRoles.flatMap(({ role }) => (role.state === 'known' ? role.value : [])),
  );
  const roles = await Promise.all(
    [...arns]
      .filter((arn) => !Object.hasOwn(world.roles, arn))
      .map(async (arn) => {
        const access = sources.accounts.access(accountOf(arn) ?? '');
        return [arn, await observeRole(access, arn)] as const;
      }),
  );
  const { key } = podAt(pull.namespace, pull.pod);
  return {
    ...world,
    roles: { ...world.roles, ...Object.fromEntries(roles) },
    pods: { ...world.pods, [key]: known({ ...pod.value, otherRoles }) },
  };
}

/** The cluster of EKS that the kubeconfig is about. */
function clusterOf(
  cluster: Cluster,
  { accounts, environment }: Sources,
): Promise<Fact<EksCluster>> {
  return once(cluster, 'cluster of EKS', () => observeCluster(accounts, cluster.eks, environment));
}

async function ofServiceAccount(
  { namespace, serviceAccount, serviceAccountRole }: PodFacts,
  cluster: Cluster,
  eks: Fact<EksCluster>,
): Promise<OtherRole[]> {
  const name = `${namespace}/${serviceAccount}`;
  const associated = await once(cluster, `association of ${name}`, () =>
    follow(eks, `Pod Identity association of ${name}`, (found) =>
      observeAssociation(found, namespace, serviceAccount),
    ),
  );
  const annotated = serviceAccountRole === undefined ? absent : known(serviceAccountRole);
  return [annotated, associated].map((role) => ({ of: 'service account', name, role }));
}

async function ofNodes(
  node: NodeFacts | undefined,
  cluster: Cluster,
  eks: Fact<EksCluster>,
): Promise<OtherRole[]> {
  const { nodeGroup, computeType } = node ?? {};
  if (nodeGroup !== undefined) {
    const role = await once(cluster, `role of node group ${nodeGroup}`, () =>
      follow(eks, `role of node group ${nodeGroup}`, (found) =>
        observeNodeGroupRole(found, nodeGroup),
      ),
    );
    return [{ of: 'node group', name: nodeGroup, role }];
  }
  if (computeType !== 'auto') return [];
  const role = await follow(eks, 'role of the nodes of Auto Mode', async ({ autoModeRole }) =>
    autoModeRole === undefined ? absent : known(autoModeRole),
  );
  return [{ of: 'auto mode', name: nameOfCluster(eks), role }];
}

function clusterRole(eks: Fact<EksCluster>): OtherRole {
  const role =
    eks.state === 'known'
      ? known(eks.value.role)
      : eks.state === 'unseen'
        ? unseen("the cluster's own role", eks.need.permission)
        : absent;
  return { of: 'cluster', name: nameOfCluster(eks), role };
}

function nameOfCluster(eks: Fact<EksCluster>): string {
  return eks.state === 'known' ? eks.value.name : '';
}

async function follow(
  eks: Fact<EksCluster>,
  fact: string,
  look: (cluster: EksCluster) => Promise<Fact<string>>,
): Promise<Fact<string>> {
  if (eks.state === 'known') return look(eks.value);
  return eks.state === 'unseen' ? unseen(fact, eks.need.permission) : absent;
}

/** Looks for the role of a hybrid node, which no instance of EC2 tells. */
export async function withHybridRole(
  node: Fact<NodeFacts>,
  cluster: Cluster,
  sources: Sources,
): Promise<Fact<NodeFacts>> {
  if (node.state !== 'known' || !/^eks-hybrid:/.test(node.value.providerId)) return node;
  const hybridRole = await once(cluster, 'role of hybrid nodes', async () =>
    follow(await clusterOf(cluster, sources), 'role of the hybrid nodes', observeHybridRole),
  );
  return known({ ...node.value, hybridRole });
}
