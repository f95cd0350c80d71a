import { getMetricData, type MinuteSum } from '../../aws/client/cloudwatch.ts';
import type { QueryContext } from '../../aws/client/ec2-query.ts';
import { getServiceQuota } from '../../aws/client/service-quotas.ts';
import { type Fact, known } from '../../chain/fact.ts';
import {
  type Counted,
  type CountedOperation,
  countedOperations,
  type Facts,
  portErrorsAt,
  type UsageFacts,
  usageAt,
} from '../../chain/world.ts';
import { observe } from '../observe.ts';
import { once } from '../once.ts';
import type { Access } from './accounts.ts';

/** Milliseconds: how long ago a pod may have been refused that waits now, and metrics that are late have come. */
const span = 15 * 60_000;

/** Looks at how far an account uses up ECR's quotas in a Region. */
export function observeUsage(
  access: Access,
  account: string,
  region: string,
): Promise<Facts<UsageFacts>> {
  return once(access, `usage of ${account}/${region}`, async () => {
    const operations = Object.keys(countedOperations) as CountedOperation[];
    const look = { ...usageAt({ account, region, operation: 'BatchGetImage' }), absentOn: [] };
    const counts = await observe(look, async () => {
      const context = await contextOf(access, region);
      const metrics = operations.flatMap((operation) => [
        metricOf('CallCount', operation),
        metricOf('ThrottleCount', operation),
      ]);
      return getMetricData(metrics, span, context);
    });
    const entries = operations.map(async (operation, index) => {
      const counted = { account, region, operation };
      const { key } = usageAt(counted);
      if (counts.state !== 'known') return [key, counts] as const;
      const [calls = [], throttled = []] = counts.value.slice(2 * index);
      return [key, known(await usageOf(access, counted, calls, throttled))] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  });
}

/**
 * Looks at how many connections NAT gateways had no port for.
 * @param ids of the gateways.
 */
export function observePortErrors(
  access: Access,
  region: string,
  ids: readonly string[],
): Promise<Facts<number>> {
  return once(access, `ports of ${ids.join(' ')}`, async () => {
    const look = { ...portErrorsAt(ids.join(', ')), absentOn: [] };
    const counts = await observe(look, async () =>
      getMetricData(
        ids.map((NatGatewayId) => ({
          namespace: 'AWS/NATGateway',
          name: 'ErrorPortAllocation',
          dimensions: { NatGatewayId },
        })),
        span,
        await contextOf(access, region),
      ),
    );
    return Object.fromEntries(
      ids.map((id, index) => [
        portErrorsAt(id).key,
        counts.state === 'known' ? known(sumOf(counts.value[index] ?? [])) : counts,
      ]),
    );
  });
}

function sumOf(minutes: readonly MinuteSum[]): number {
  return minutes.reduce((all, { sum }) => all + sum, 0);
}

async function contextOf(access: Access, region: string): Promise<QueryContext> {
  return { region, credentials: await access.credentials(), environment: access.environment };
}

function metricOf(name: string, operation: string) {
  const dimensions = { Class: 'None', Resource: operation, Service: 'ECR', Type: 'API' };
  return { namespace: 'AWS/Usage', name, dimensions };
}

async function usageOf(
  access: Access,
  counted: Counted,
  calls: readonly MinuteSum[],
  throttled: readonly MinuteSum[],
): Promise<UsageFacts> {
  return {
    quota: await observeQuota(access, counted),
    busiest: Math.max(0, ...calls.map(({ sum }) => sum)),
    throttled: sumOf(throttled),
  };
}

function observeQuota(
  access: Access,
  { account, region, operation }: Counted,
): Promise<Fact<number>> {
  const code = countedOperations[operation];
  const look = {
    fact: `the quota of account ${account} for ${operation} in ${region}`,
    permission: `servicequotas:GetServiceQuota on ${code} in account ${account}`,
    absentOn: [],
  };
  return observe(look, async () => getServiceQuota('ecr', code, await contextOf(access, region)));
}
