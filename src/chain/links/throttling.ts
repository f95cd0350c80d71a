import { broken, linkOf, notSeen, skipped } from '../link.ts';
import type { Finding, LinkOutcome } from '../proof.ts';
import { lookedAt, moreThanQuota, together, type Used, wasThrottled } from '../usage.ts';

/**
 * The registry was asked for no more than its quotas allow. It is looked at only where a pod was refused with these words:
 * which quota it was, and whether it is too small or was met all at once, is what metrics tell.
 */
export const throttling = linkOf('throttling', ['place'], (subject): LinkOutcome => {
  if (!wasThrottled(subject)) return skipped('no request was throttled');
  const quotas = (['BatchGetImage', 'GetDownloadUrlForLayer'] as const).map((operation) =>
    lookedAt(subject, operation),
  );
  const needs = quotas.flatMap((one) => (one?.state === 'unseen' ? [one.need] : []));
  if (needs.length > 0) return notSeen(...needs);
  const found = quotas.flatMap((one) => (one?.state === 'known' ? causeOf(one.value) : []));
  const [first, ...others] = found;
  if (first === undefined) return skipped('no quota was used up');
  return { status: 'broken', fact: first.deciding.text, finding: first, others };
});

const codes = {
  BatchGetImage: 'HW2101',
  GetDownloadUrlForLayer: 'HW2102',
  GetAuthorizationToken: 'HW0803',
} as const;

function causeOf(used: Used): Finding[] {
  const more = moreThanQuota(used);
  if (more !== undefined) return [broken(codes[used.operation], more.why, more.fix).finding];
  const burst = together(used);
  if (burst === undefined) return [];
  return [
    broken('HW2104', burst, {
      text: 'Start fewer pods at once: a smaller maxSurge, a StatefulSet or a DaemonSet with maxUnavailable 1, nodes that join one after the other; or pull the image beforehand. Where the rollout cannot be slower, have the quota raised.',
    }).finding,
  ];
}
