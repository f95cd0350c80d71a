import type { KnownCause } from '../causes/known.ts';
import type { KnownLink } from '../causes/known-links.ts';
import type { Requests } from './requests.ts';

/** Links that only a pull from ECR has: no other registry has their policies, keys and rules. */
const ofEcr: ReadonlySet<KnownLink> = new Set([
  'iam-policy',
  'repository',
  'repository-policy',
  'pull-through-cache',
  'kms',
  'token',
]);

/** Links that a push or a login does not come to. */
const ofPulls: ReadonlySet<KnownLink> = new Set([
  'pod-spec',
  'node-kubelet',
  'credential-provider',
  'node-identity',
  'sandbox-image',
  'platform',
  'layers',
  'performance',
]);

/** Causes on other links that only downloads meet: what is pushed goes through ECR, not to S3. */
const onlyPulled: ReadonlySet<string> = new Set(['EPP-03', 'EPP-04']);

/** Causes on links of a pull that a push meets as well. */
const alsoPushed: ReadonlySet<string> = new Set(['NODE-03', 'PLAT-04', 'REPO-01', 'RT-01']);

/**
 * Whether a cause is out of the question by what was asked of whom: another registry's refusal is not
 * ECR's, and a push is not a pull.
 */
export function isRuledOut({ catalogue, link }: KnownCause, told: Requests): boolean {
  if (told.isForeign && ofEcr.has(link)) return true;
  if (told.operation !== 'push') return false;
  return onlyPulled.has(catalogue) || (ofPulls.has(link) && !alsoPushed.has(catalogue));
}
