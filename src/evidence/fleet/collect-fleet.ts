import type { V1Pod } from '@kubernetes/client-node';
import type { Fleet, FleetPod, OwnFacts } from '../../chain/fleet/fleet.ts';
import { Accounts } from '../aws/accounts.ts';
import { collect, type Sources } from '../collect.ts';
import type { DiagnoseOptions } from '../diagnose.ts';
import { openCluster } from '../kubernetes/cluster.ts';
import { observePod } from '../kubernetes/pod.ts';
import { connections } from './connections.ts';
import { observeExpiries } from './expiries.ts';
import { MergedWorld } from './merge-worlds.ts';
import { patientCluster } from './patient-cluster.ts';
import { rememberingCluster } from './remembering-cluster.ts';
import { podsIn, type Scope } from './scope.ts';
import { forEachOf } from './turns.ts';

/** Pods that are looked at together; requests have bounds of their own. */
const atOnce = 32;
/** Tries of a call to AWS: a fleet's calls meet throttling. */
const maxAttempts = 8;

/** Takes how many pods have been looked at, of how many. */
export type TakeProgress = (done: number, all: number) => void;

/**
 * Looks at everything that the pulls of many pods depend on, each thing once.
 * @throws EvidenceError when there are no pods, or they may not be listed.
 */
export async function collectFleet(
  scope: Scope,
  options: DiagnoseOptions,
  progress: TakeProgress,
): Promise<Fleet> {
  const bare = patientCluster(openCluster(options.context));
  const listed = await podsIn(bare, scope);
  const { agents, close } = connections();
  try {
    const manner = { remembered: new Map(), maxAttempts, requestHandler: agents };
    const cluster = rememberingCluster(bare, listed, scope.namespace);
    const sources: Sources = {
      accounts: await Accounts.open(options.profiles, options.environment, manner),
      cluster: () => cluster,
      endpoint: options.environment.AWS_ENDPOINT_URL,
      environment: options.environment,
      now: options.now,
    };
    const merged = new MergedWorld(new Date(options.now).toISOString());
    const pods: Record<string, FleetPod> = {};
    let done = 0;
    await forEachOf(inOrder(listed), atOnce, async (pod) => {
      const key = `${pod.metadata?.namespace}/${pod.metadata?.name}`;
      pods[key] = await collectPod(pod, sources, merged);
      progress(++done, listed.length);
    });
    const world = merged.world;
    const expiries = await observeExpiries(world, sources);
    return { world, pods, expiries, needs: [] };
  } finally {
    close();
  }
}

async function collectPod(pod: V1Pod, sources: Sources, merged: MergedWorld): Promise<FleetPod> {
  const { namespace = '', name = '', labels = {} } = pod.metadata ?? {};
  const facts = await observePod(sources.cluster(), namespace, name);
  const own: Record<string, OwnFacts> = {};
  for (const { name: container } of facts.state === 'known' ? facts.value.containers : []) {
    const world = await collect({ kind: 'pod', namespace, pod: name, container }, sources);
    const differing = merged.take(world);
    if (differing !== undefined) own[container] = differing;
  }
  return Object.keys(own).length === 0 ? { labels } : { labels, own };
}

/** By namespace and name, so that the same cluster gives the same bundle. */
function inOrder(pods: readonly V1Pod[]): V1Pod[] {
  const keyOf = ({ metadata }: V1Pod) => `${metadata?.namespace}/${metadata?.name}`;
  return pods.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
