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

/** Causes on other links that are about ECR, its endpoints or its tokens. */
const ofEcrToo: ReadonlySet<string> = new Set(
  `POD-03 POD-08 NODE-02 NODE-05 NODE-07 CRED-01 CRED-02 CRED-03 CRED-04 CRED-05 CRED-06 CRED-07 ROLE-01 ROLE-03
  DNS-02 DNS-03 DNS-09 NET-06 NET-07 NET-08 NET-09 NET-10 NET-23 NET-24 EPP-01 EPP-02 EPP-05 EPP-06
  ADM-02 ADM-08 LIM-01 LIM-02 LIM-06 LIM-07 REF-05 REF-08 REF-13 NET-15 IMG-02 IMG-03 IMG-04 IMG-10`.split(
    /\s+/,
  ),
);

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
  if (told.isForeign && (ofEcr.has(link) || ofEcrToo.has(catalogue))) return true;
  if (told.operation !== 'push') return false;
  return onlyPulled.has(catalogue) || (ofPulls.has(link) && !alsoPushed.has(catalogue));
}
