import { parseEcrHost } from '../../names/registry-host.ts';
import { hasForeignSuffix, hasWrongAccount, isWellKnownRegistry } from '../hosts.ts';
import type { Reading } from '../reading.ts';
import type { Suspects } from '../symptom.ts';

/** Hosts that no credential provider of a node answers for. */
export function oddHost({ images, registries, text }: Reading): Suspects | undefined {
  const hosts = images.map((image) => image.slice(0, image.indexOf('/')));
  // A symptom of its own tells of it.
  if (hosts.some(hasWrongAccount)) return { 'CRED-01': 0.1 };
  if (
    hosts.some(
      (host) => parseEcrHost(host)?.dualStack === true || parseEcrHost(host)?.fips === true,
    )
  ) {
    return { 'REF-08': 0.55, 'CRED-01': 0.15, 'NODE-02': 0.12 };
  }
  if (hosts.some(hasForeignSuffix)) return { 'REF-07': 0.8 };
  // The kubelet's patterns have no port, and so match no host that has one.
  if (hosts.some((host) => /:\d+$/.test(host) && parseEcrHost(host) !== undefined)) {
    return { 'REF-09': 0.7, 'CRED-01': 0.05, 'NODE-02': 0.05 };
  }
  const isForeign =
    registries.length === 0 &&
    hosts.length > 0 &&
    hosts.every((host) => !/ecr/.test(host) && !isWellKnownRegistry(host));
  if (!isForeign) return undefined;
  // A registry of somebody's own is commoner than a name of somebody's own for ECR, unless ECR is spoken of.
  return /amazonaws|\becr\b/i.test(text)
    ? { 'REF-09': 0.5, 'POD-11': 0.15, 'POD-04': 0.1, 'RT-03': 0.1 }
    : { 'POD-11': 0.42, 'REF-09': 0.25, 'POD-04': 0.12, 'RT-03': 0.08 };
}
