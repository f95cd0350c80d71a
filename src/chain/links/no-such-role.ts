import { accountOf, nameOf } from '../../names/arn.ts';
import { broken } from '../link.ts';
import type { LinkOutcome } from '../proof.ts';

/**
 * A role that its own account does not have: it was asked, and nobody can be given its credentials.
 * @param otherwise what mends it besides making the role again.
 */
export function noSuchRole(arn: string, otherwise: string): LinkOutcome {
  return broken(
    'HW0602',
    `role ${arn} does not exist: account ${accountOf(arn)} has no role of that name`,
    {
      text: `Correct the name. Where the role was deleted, create ${nameOf(arn)} again, or ${otherwise}.`,
    },
  );
}
