import { type Fact, known } from '../chain/fact.ts';
import type { Pull } from '../chain/pull.ts';
import { subjectOf } from '../chain/subject.ts';
import type { PodFacts, World } from '../chain/world.ts';
import { issuerOf, observeCluster, observeFargateRole } from './aws/eks.ts';
import type { Sources } from './collect.ts';
import { audiencesOf } from './collect-service-account.ts';
import type { Cluster } from './kubernetes/cluster.ts';
import { observeCredentialRuns } from './kubernetes/credential-runs.ts';
import { observeNode, withDetails } from './kubernetes/node.ts';
import { observePod } from './kubernetes/pod.ts';
import { observeSecret } from './kubernetes/secret.ts';
import { observeWebhooks } from './kubernetes/webhooks.ts';
import { once } from './once.ts';
import { withHybridRole } from './other-roles.ts';

/** Looks at a pod, its Secrets and its node, and at who pulls for it where that is not the node. */
export async function collectPod(
  pull: Extract<Pull, { kind: 'pod' }>,
  world: World,
  sources: Sources,
): Promise<World> {
  const cluster = sources.cluster();
  const { namespace, pod: name } = pull;
  const found = await onFargate(await observePod(cluster, namespace, name), cluster, sources);
  const pod = await withTokens(found, cluster, sources);
  const seen: World = { ...world, pods: { [`${namespace}/${name}`]: pod } };
  if (pod.state !== 'known') return seen;
  const { place } = subjectOf(pull, seen);
  const secrets = await Promise.all(
    pod.value.imagePullSecrets.map(
      async (secret) =>
        [
          `${namespace}/${secret}`,
          await observeSecret(cluster, namespace, secret, place, sources.endpoint),
        ] as const,
    ),
  );
  const { node } = pod.value;
  const withSecrets: World = {
    ...seen,
    secrets: Object.fromEntries(secrets),
    ...(mayBeChanged(pod.value) ? { webhooks: await observeWebhooks(cluster) } : {}),
  };
  if (node === undefined) return withSecrets;
  const [facts, runs] = await Promise.all([
    observeNode(cluster, node)
      .then((seen) => withHybridRole(seen, cluster, sources))
      .then((seen) => withDetails(cluster, seen, saidOf(pod.value))),
    observeCredentialRuns(cluster, node, { namespace, name }, sources.environment),
  ]);
  return { ...withSecrets, nodes: { [node]: facts }, credentialRuns: { [node]: known(runs) } };
}

/** Whether the tokens of its service account are taken for the role that it may pull with. */
async function withTokens(
  pod: Fact<PodFacts>,
  cluster: Cluster,
  { accounts, environment }: Sources,
): Promise<Fact<PodFacts>> {
  const pullRole = pod.state === 'known' ? pod.value.pullRole : undefined;
  if (pod.state !== 'known' || pullRole === undefined) return pod;
  const { role } = pullRole;
  const seen = await once(cluster, `tokens for ${role}`, async () => {
    const issuer = issuerOf(await observeCluster(accounts, cluster.eks, environment));
    return { role, issuer, audiences: await audiencesOf(accounts, role, issuer) };
  });
  return known({ ...pod.value, pullRole: seen });
}

/** Whether something stood between the workload and its pod. */
function mayBeChanged({ refusal, containers }: PodFacts): boolean {
  return (
    refusal !== undefined || containers.some(({ templateImage }) => templateImage !== undefined)
  );
}

/** What the kubelet said of a pod's images. */
function saidOf({ containers, events = [] }: PodFacts): string[] {
  return [...containers.flatMap(({ waiting }) => waiting?.message ?? []), ...events];
}

/** The role that pulls for a pod on Fargate. */
async function onFargate(
  pod: Fact<PodFacts>,
  cluster: Cluster,
  { accounts, environment }: Sources,
): Promise<Fact<PodFacts>> {
  if (pod.state !== 'known' || pod.value.fargate === undefined) return pod;
  const { profile } = pod.value.fargate;
  const role = await once(cluster, `Fargate profile ${profile}`, async () =>
    observeFargateRole(await observeCluster(accounts, cluster.eks, environment), profile),
  );
  return known({ ...pod.value, fargate: { profile, role } });
}
