import { accountOf } from '../../names/arn.ts';
import { demandKey } from '../limits/others-use.ts';
import { ecrRates } from '../limits/rate-limits.ts';
import type { DemandRecord } from '../state.ts';
import type { Fault } from './fault.ts';

/** Other callers of the role's account use up the quota of an operation, and half as much again. */
function usedUp(cause: string, operation: string, manner: DemandRecord['manner']): Fault {
  return {
    cause,
    needs: ['role', 'repository'],
    inject(changes, { role, repository }, { clock }) {
      const [, region = ''] = repository.split('/');
      const account = accountOf(role) ?? '';
      const demand: DemandRecord = {
        account,
        region,
        operation,
        perSecond: 1.5 * (ecrRates[operation] ?? 0),
        manner,
        since: clock.now(),
      };
      changes.put('emulator.demands', demandKey(demand), demand);
    },
  };
}

/** Faults in what an account asks of ECR at once. */
export const throttlingFaults: readonly Fault[] = [
  usedUp('HW0803', 'GetAuthorizationToken', 'steady'),
  usedUp('HW2101', 'BatchGetImage', 'steady'),
  usedUp('HW2102', 'GetDownloadUrlForLayer', 'steady'),
  usedUp('HW2104', 'BatchGetImage', 'together'),
];
