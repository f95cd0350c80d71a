import { addOnRegions } from './add-on-registries.ts';
import { nearest } from './nearest.ts';

/**
 * The Regions of every partition that were open when this was written: those with registries of EKS add-ons,
 * and those that the guides omit (botocore, `endpoints.json`).
 */
const regions: readonly string[] = [
  ...addOnRegions,
  'eusc-de-east-1',
  'us-isob-west-1',
  'us-isof-east-1',
];

const known: ReadonlySet<string> = new Set(regions);

/** Whether there is a Region of that name; a newer one is not known. */
export function isKnownRegion(name: string): boolean {
  return known.has(name);
}

/** A typing error: how many letters of a Region may be wrong, missing or additional. */
const slips = 2;

/** @returns the Region that an unknown name most likely means, if one is similar enough. */
export function regionMeantBy(name: string): string | undefined {
  const [first] = nearest(name, regions, 1, slips);
  return first;
}
