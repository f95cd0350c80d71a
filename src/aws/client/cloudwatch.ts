import { callService } from './call.ts';
import type { QueryContext } from './ec2-query.ts';
import { endpointOf } from './endpoint.ts';
import { childAt, itemsAt, parseXml, textAt } from './xml.ts';

/** A metric of which the sums by minute are wanted. */
export interface MetricName {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** A minute, and the sum of what was counted in it. */
export interface MinuteSum {
  /** Milliseconds since the epoch, of its beginning. */
  readonly at: number;
  readonly sum: number;
}

/**
 * The sums of metrics by minute (CloudWatch API Reference, GetMetricData), in the order of the metrics; minutes without
 * any are left out. At most a few metrics and some tens of minutes: one page holds them.
 * @param span milliseconds until the last minute in which something was counted.
 * @throws CallError
 */
export async function getMetricData(
  metrics: readonly MetricName[],
  span: number,
  { region, credentials, environment }: QueryContext,
): Promise<MinuteSum[][]> {
  const now = Date.now();
  const { body } = await callService({
    service: 'monitoring',
    region,
    endpoint: endpointOf('monitoring', region, { fips: false, dualStack: false }, environment),
    contentType: 'application/x-www-form-urlencoded; charset=utf-8',
    body: new URLSearchParams({
      Action: 'GetMetricData',
      Version: '2010-08-01',
      StartTime: new Date(now - span).toISOString(),
      EndTime: new Date(now + ahead).toISOString(),
      ScanBy: 'TimestampAscending',
      ...Object.assign({}, ...metrics.map(queryOf)),
    }).toString(),
    environment,
    signal: AbortSignal.timeout(30_000),
    credentials,
  });
  const sums = sumsOf(metrics, body);
  const latest = Math.max(...sums.flat().map(({ at }) => at));
  return sums.map((all) => all.filter(({ at }) => at > latest - span));
}

/** Milliseconds: nothing is counted in the future, but where the clock of a local AWS was moved. */
const ahead = 14 * 24 * 3_600_000;

function sumsOf(metrics: readonly MetricName[], body: string): MinuteSum[][] {
  const document = parseXml(body);
  const answer = childAt(document, 'GetMetricDataResult') ?? document;
  const results = itemsAt(answer, 'MetricDataResults');
  return metrics.map((_, index) => {
    const result = results.find((one) => textAt(one, 'Id') === `m${index}`);
    if (result === undefined) return [];
    const values = itemsAt(result, 'Values');
    return itemsAt(result, 'Timestamps').map(({ text }, at) => ({
      at: Date.parse(text),
      sum: Number(values[at]?.text),
    }));
  });
}

function queryOf({ namespace, name, dimensions }: MetricName, index: number) {
  const query = `MetricDataQueries.member.${index + 1}`;
  const named = Object.entries(dimensions).flatMap(([key, value], at) => {
    const dimension = `${query}.MetricStat.Metric.Dimensions.member.${at + 1}`;
    return [
      [`${dimension}.Name`, key],
      [`${dimension}.Value`, value],
    ];
  });
  return {
    [`${query}.Id`]: `m${index}`,
    [`${query}.MetricStat.Metric.Namespace`]: namespace,
    [`${query}.MetricStat.Metric.MetricName`]: name,
    ...Object.fromEntries(named),
    [`${query}.MetricStat.Period`]: '60',
    [`${query}.MetricStat.Stat`]: 'Sum',
  };
}
