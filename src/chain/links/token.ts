import { broken, linkOf, notSeen, skipped } from '../link.ts';
import type { LinkOutcome } from '../proof.ts';
import { lookedAt, moreThanQuota, together, wasWithoutToken } from '../usage.ts';

/** The account asks for no more tokens than its quota allows. It is looked at only where a node got none. */
export const token = linkOf('token', ['byNode', 'place'], (subject): LinkOutcome => {
  if (!wasWithoutToken(subject)) return skipped('a token was there');
  const used = lookedAt(subject, 'GetAuthorizationToken');
  if (used === undefined || used.state === 'absent') return skipped('the quota was not looked at');
  // What the other links say stands: of a node without a token this is one of many causes.
  if (used.state === 'unseen') return skipped(`not seen: ${used.need.fact}`);
  const more = moreThanQuota(used.value);
  if (more !== undefined) return broken('HW0803', more.why, more.fix);
  const burst = together(used.value);
  if (burst === undefined) return skipped('the quota is not used up');
  const outcome = notSeen({
    fact: `whether it was this node that was refused: ${burst}`,
    permission: 'the log of the kubelet, with what its credential provider said',
  });
  const text =
    'Start fewer pods at once on new nodes, keep tokens on the node (HAWSER_TOKEN_CACHE of hawser credential-provider), or have the quota raised.';
  return outcome.status === 'unseen'
    ? { ...outcome, suspected: [broken('HW0803', burst, { text }).finding] }
    : outcome;
});
