// What kubelets say of a pod's images, so that two of them can be compared.
import { type BothClusters, type ClusterName, run } from './both-clusters.ts';

export interface Said {
  readonly reason: string;
  readonly message: string;
}

const ofImages = new Set([
  'Pulling',
  'Pulled',
  'Failed',
  'BackOff',
  'InspectFailed',
  'ErrImageNeverPull',
  'FailedToRetrieveImagePullSecret',
  'Created',
  'Started',
]);

/** Each thing that was said of the pod's images and containers once, the first first. */
export async function saidOf(
  clusters: BothClusters,
  cluster: ClusterName,
  pod: string,
): Promise<Said[]> {
  const selector = `--field-selector=involvedObject.name=${pod}`;
  const args = ['get', 'events', selector, '-o', 'json'];
  const { items } = JSON.parse(await run('kubectl', args, clusters.environment(cluster))) as {
    readonly items: readonly (Said & { readonly firstTimestamp: string | null })[];
  };
  const said = items
    .filter(({ reason }) => ofImages.has(reason))
    .map(({ reason, message }) => ({ reason, message: comparable(message) }));
  const distinct = new Map(said.map((one) => [`${one.reason}: ${one.message}`, one]));
  return [...distinct.values()];
}

/** Without what differs between two nodes: times, pods' ids, and the instances that sessions are named after. */
function comparable(message: string): string {
  return message
    .replaceAll(/\b\d+(\.\d+)?(ms|µs|s)\b/g, 'TIME')
    .replaceAll(/\([0-9a-f-]{36}\)/g, '(UID)')
    .replaceAll(/\bi-0[0-9a-f]{16}\b/g, 'INSTANCE');
}

/** As lines, in an order that does not depend on when they were said. */
export function linesOf(said: readonly Said[]): string[] {
  return said.map(({ reason, message }) => `${reason}: ${message}`).sort();
}
