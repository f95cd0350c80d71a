import type { Core } from '../core/call.ts';
import type { RepositoryName } from '../services/ecr/repository.ts';

/** Counts a pull (ECR User Guide, "Amazon ECR repository metrics"). */
export function countPull(
  core: Core,
  { registryId, region, name }: RepositoryName,
  at: number,
): void {
  const dimensions = [['RepositoryName', name]] as const;
  const metric = { account: registryId, region, namespace: 'AWS/ECR', dimensions };
  core.metrics.count({ ...metric, name: 'RepositoryPullCount' }, at);
}

/** Counts a call of ECR's API, through either door (ECR User Guide, "Amazon ECR usage metrics"). */
export function countCall(
  core: Core,
  account: string,
  region: string,
  operation: string,
  isThrottled: boolean,
): void {
  const dimensions = [
    ['Class', 'None'],
    ['Resource', operation],
    ['Service', 'ECR'],
    ['Type', 'API'],
  ] as const;
  const metric = { account, region, namespace: 'AWS/Usage', dimensions };
  const now = core.clock.now();
  core.metrics.count({ ...metric, name: 'CallCount' }, now);
  if (isThrottled) core.metrics.count({ ...metric, name: 'ThrottleCount' }, now);
}
