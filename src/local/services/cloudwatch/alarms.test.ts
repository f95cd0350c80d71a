import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  ListTagsForResourceCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
} from '@aws-sdk/client-cloudwatch';
import { CreateRepositoryCommand } from '@aws-sdk/client-ecr';
import {
  account,
  type LocalEcr,
  region,
  startLocalEcr,
} from '../../../../test/support/local-ecr.ts';

describe('metric alarms', () => {
  let local: LocalEcr;
  let watch: CloudWatchClient;
  const alarm: PutMetricAlarmCommandInput = {
    AlarmName: 'pulls',
    Namespace: 'AWS/ECR',
    MetricName: 'RepositoryPullCount',
    Dimensions: [{ Name: 'RepositoryName', Value: 'app' }],
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 2,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  };
  const state = async () =>
    (await watch.send(new DescribeAlarmsCommand({ AlarmNames: ['pulls'] }))).MetricAlarms?.[0]
      ?.StateValue;
  before(async () => {
    local = await startLocalEcr();
    const credentials = { accessKeyId: account, secretAccessKey: 'x' };
    watch = new CloudWatchClient({ endpoint: local.endpoint, region, credentials, maxAttempts: 1 });
    await local.client().send(new CreateRepositoryCommand({ repositoryName: 'app' }));
    await local.push('app', 'v1');
  });
  after(async () => {
    watch.destroy();
    await local.close();
  });

  it('follow the metric as the clock advances', async () => {
    await watch.send(new PutMetricAlarmCommand(alarm));
    assert.equal(await state(), 'INSUFFICIENT_DATA');
    const registry = await local.repository('app');
    for (let pull = 0; pull < 2; pull++) await registry.request('GET', 'manifests/v1');
    await local.advance('60s');
    assert.equal(await state(), 'ALARM');
    await local.advance('60s');
    assert.equal(await state(), 'INSUFFICIENT_DATA');
    await watch.send(new PutMetricAlarmCommand({ ...alarm, TreatMissingData: 'notBreaching' }));
    assert.equal(await state(), 'OK');
    await watch.send(new DeleteAlarmsCommand({ AlarmNames: ['pulls'] }));
    assert.equal(await state(), undefined);
  });

  it('are not evaluated at first, and have no tags once they are deleted', async () => {
    const AlarmName = 'new';
    const Tags = [{ Key: 'team', Value: 'a' }];
    await watch.send(new PutMetricAlarmCommand({ ...alarm, AlarmName, Period: 3_600, Tags }));
    const { MetricAlarms } = await watch.send(
      new DescribeAlarmsCommand({ AlarmNames: [AlarmName] }),
    );
    const [made] = MetricAlarms ?? [];
    assert.equal(made?.StateReason, 'Unchecked: Initial alarm creation');
    assert.ok(made.StateTransitionedTimestamp instanceof Date && !('TreatMissingData' in made));
    const ResourceARN = made.AlarmArn;
    const tags = async () =>
      (await watch.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags;
    assert.deepEqual(await tags(), Tags);
    await watch.send(new PutMetricAlarmCommand({ ...alarm, AlarmName, Period: 10 }));
    await watch.send(new DeleteAlarmsCommand({ AlarmNames: [AlarmName] }));
    assert.deepEqual(await tags(), []);
  });

  it('refuse settings that are not implemented', async () => {
    await assert.rejects(
      watch.send(new PutMetricAlarmCommand({ ...alarm, ExtendedStatistic: 'p99' })),
      { message: "Hawser's alarms have no ExtendedStatistic." },
    );
    await assert.rejects(
      watch.send(new PutMetricAlarmCommand({ ...alarm, DatapointsToAlarm: 2 })),
      {
        message: 'DatapointsToAlarm must not be greater than EvaluationPeriods.',
      },
    );
  });
});
