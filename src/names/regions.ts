import { addOnRegions } from './add-on-registries.ts';
import { nearest } from './nearest.ts';

/**
 * The Regions of every partition, as far as they were open when this was written: those with registries of EKS
 * add-ons, and those that the guides leave out (botocore, `endpoints.json`).
 */
const regions: readonly string[] = [
  ...addOnRegions,
  'eusc-de-east-1',
  'us-isob-west-1',
  'us-isof-east-1',
];

const known: ReadonlySet<string> = new Set(regions);

/** Whether there is a Region of that name; one that opened since is not known. */
export function isKnownRegion(name: string): boolean {
  return known.has(name);
}

/** A slip of the hand: how many of a Region's letters may be wrong, missing or too many. */
const slips = 2;

/** @returns the Region that is most likely meant by a name that none has, if one is written nearly so. */
export function regionMeantBy(name: string): string | undefined {
  const [first] = nearest(name, regions, 1, slips);
  return first;
}
