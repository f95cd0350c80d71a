import type { Signals, Store } from '../core/call.ts';
import type { RepositoryRecord } from '../state.ts';
import type { Metric } from './metrics.ts';

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
