import { addOnAccountOf, addOnAccounts } from '../../names/add-on-registries.ts';
import { partitionOf } from '../../names/partitions.ts';
import { parseEcrHost } from '../../names/registry-host.ts';
import type { Reading } from '../reading.ts';
import type { Suspects, Symptom } from '../symptom.ts';

/** What the image's host and the node tell of accounts, Regions and partitions. */
export const places: readonly Symptom[] = [
  {
    pattern: /\b40[134]\b|not found|denied|no basic auth/i,
    suspects: ({ images }): Suspects => {
      const found = images.map(ofOtherRegion).find((suspects) => suspects !== undefined);
      return found ?? {};
    },
  },
  {
    pattern: /\.((?:cn|us-gov)-[a-z]{1,20}-\d)\.compute\.(?:internal|amazonaws)/,
    suspects: (reading, [, region = '']) => ofOtherPartition(reading, region),
  },
];

/** EKS has an account for its add-ons in each Region, and other Regions' accounts have nothing there. */
function ofOtherRegion(image: string): Suspects | undefined {
  const host = parseEcrHost(image.split('/', 1)[0] ?? '');
  if (host === undefined || !addOnAccounts.has(host.registryId)) return undefined;
  const { registryId, region } = host;
  const own = addOnAccountOf(region);
  if (own === undefined || own === registryId) return undefined;
  const fix = `Name account ${own} in the host: it has the add-ons of EKS in ${region}, and ${registryId} those of other Regions.`;
  return { 'REF-04': { likelihood: 0.85, fix }, 'REF-05': 0.1 };
}

/** Credentials of one partition open no registry of another. */
function ofOtherPartition({ images }: Reading, region: string): Suspects {
  const hosts = images.flatMap((image) => parseEcrHost(image.split('/', 1)[0] ?? '') ?? []);
  const [first] = hosts;
  const { id } = partitionOf(region);
  if (first === undefined || hosts.some(({ partition }) => partition === id)) return {};
  const fix = `Name a registry of the partition ${id}, which the node is in: its credentials open none of ${first.partition}.`;
  return { 'REF-05': { likelihood: 0.7, fix }, 'REF-07': 0.15 };
}
