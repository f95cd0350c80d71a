import { type Operation, operation } from '../../core/service.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { Outputs } from './outputs.generated.ts';
import {
  forMetrics,
  type GivenMetric,
  metricOf,
  periodOf,
  requireRange,
  statistics,
} from './statistics.ts';

interface GetMetricStatistics extends GivenMetric {
  readonly StartTime: Date;
  readonly EndTime: Date;
  readonly Period: number;
  readonly Statistics?: readonly string[];
}

interface Query {
  readonly Id: string;
  readonly MetricStat?: {
    readonly Metric: GivenMetric;
    readonly Period: number;
    readonly Stat: string;
  };
  readonly Label?: string;
  readonly ReturnData?: boolean;
}

interface GetMetricData {
  readonly MetricDataQueries: readonly Query[];
  readonly StartTime: Date;
  readonly EndTime: Date;
  readonly ScanBy?: string;
}

interface ListMetrics {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value?: string }[];
  readonly NextToken?: string;
}

const pageSize = 500;

export const metricOperations: Record<string, Operation> = {
  GetMetricStatistics: operation<GetMetricStatistics, Outputs['GetMetricStatistics']>({
    permissions: forMetrics('GetMetricStatistics'),
    run(input, call) {
      const { StartTime, EndTime, Statistics = [] } = input;
      requireRange(StartTime, EndTime);
      const period = periodOf(input.Period);
      const sums = call.core.metrics.sums(
        metricOf(input, call),
        StartTime.getTime(),
        EndTime.getTime(),
        period,
      );
      const Datapoints = sums.map(({ at, sum }) => ({
        Timestamp: new Date(at),
        Unit: 'None',
        ...Object.fromEntries(Statistics.map((name) => [name, statistics[name]?.(sum)])),
      }));
      return { Label: input.MetricName, Datapoints };
    },
  }),
  GetMetricData: operation<GetMetricData, Outputs['GetMetricData']>({
    permissions: forMetrics('GetMetricData'),
    run({ MetricDataQueries: queries, StartTime, EndTime, ScanBy }, call) {
      requireRange(StartTime, EndTime);
      const results = queries.map((query) => {
        const { Id, Label, MetricStat } = query;
        const statistic = statistics[MetricStat?.Stat ?? ''];
        if (MetricStat === undefined || statistic === undefined) {
          throw new AwsError(
            'ValidationError',
            `Query ${Id}: Hawser answers MetricStat with Sum, SampleCount, Average, Minimum and Maximum only.`,
          );
        }
        const sums = call.core.metrics.sums(
          metricOf(MetricStat.Metric, call),
          StartTime.getTime(),
          EndTime.getTime(),
          periodOf(MetricStat.Period),
        );
        if (ScanBy !== 'TimestampAscending') sums.reverse();
        return {
          Id,
          Label: Label ?? MetricStat.Metric.MetricName,
          Timestamps: sums.map(({ at }) => new Date(at)),
          Values: sums.map(({ sum }) => statistic(sum)),
          StatusCode: 'Complete',
        };
      });
      const hidden = new Set(queries.flatMap((one) => (one.ReturnData === false ? [one.Id] : [])));
      return {
        MetricDataResults: results.filter(({ Id }) => !hidden.has(Id)),
        Messages: [],
        NextToken: undefined,
      };
    },
  }),
  ListMetrics: operation<ListMetrics, Outputs['ListMetrics']>({
    permissions: forMetrics('ListMetrics'),
    run({ Namespace, MetricName, Dimensions = [], NextToken = '0' }, { core, caller, region }) {
      if (!/^\d{1,9}$/.test(NextToken)) {
        throw new AwsError('InvalidParameterValue', 'Invalid nextToken');
      }
      const first = Number(NextToken);
      const found = core.metrics
        .list(caller.accountId, region)
        .filter(
          ({ namespace, name, dimensions }) =>
            (Namespace === undefined || namespace === Namespace) &&
            (MetricName === undefined || name === MetricName) &&
            Dimensions.every(({ Name, Value }) =>
              dimensions.some(
                ([key, value]) => key === Name && (Value === undefined || value === Value),
              ),
            ),
        );
      const Metrics = found.slice(first, first + pageSize).map((metric) => ({
        Namespace: metric.namespace,
        MetricName: metric.name,
        Dimensions: metric.dimensions.map(([Name, Value]) => ({ Name, Value })),
      }));
      const next = first + pageSize;
      return {
        Metrics,
        OwningAccounts: undefined,
        NextToken: next < found.length ? String(next) : undefined,
      };
    },
  }),
};
