import type { Signals, Store } from '../core/call.ts';
import type { OthersUse } from '../limits/others-use.ts';
import type { RepositoryRecord } from '../state.ts';
import type { CountedBeside, Metric } from './metrics.ts';

/** Counts a pull (ECR User Guide, "Amazon ECR repository metrics"). */
export function countPull({ metrics }: Signals, repository: RepositoryRecord, at: number): void {
  const describe = (): Metric => ({
    account: repository.registryId,
    region: repository.region,
    namespace: 'AWS/ECR',
    name: 'RepositoryPullCount',
    dimensions: [['RepositoryName', repository.name]],
  });
  metrics.count(`pull ${repository.arn}`, describe, at);
}

/** Counts a call of ECR's API, through either door (ECR User Guide, "Amazon ECR usage metrics"). */
export function countCall(
  { metrics, clock }: Store & Signals,
  account: string,
  region: string,
  operation: string,
  isThrottled: boolean,
): void {
  const describe = (name: string): Metric => ({
    account,
    region,
    namespace: 'AWS/Usage',
    name,
    dimensions: [
      ['Class', 'None'],
      ['Resource', operation],
      ['Service', 'ECR'],
      ['Type', 'API'],
    ],
  });
  const whose = `${account}/${region} ${operation}`;
  const now = clock.now();
  metrics.count(`call ${whose}`, () => describe('CallCount'), now);
  if (isThrottled) metrics.count(`throttle ${whose}`, () => describe('ThrottleCount'), now);
}

/** Calls of others that are not emulated, in the metrics in which AWS counts them. */
export function callsOfOthers(others: OthersUse): CountedBeside {
  return ({ account, region, namespace, name, dimensions }, first, last) => {
    const operation = dimensions.find(([key]) => key === 'Resource')?.[1];
    if (namespace !== 'AWS/Usage' || operation === undefined) return [];
    if (name !== 'CallCount' && name !== 'ThrottleCount') return [];
    const which = { account, region, operation };
    return others.byMinute(which, first, last, name === 'ThrottleCount');
  };
}
