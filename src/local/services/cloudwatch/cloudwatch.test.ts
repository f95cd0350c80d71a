import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  CloudWatchClient,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
} from '@aws-sdk/client-cloudwatch';
import { BatchGetImageCommand, CreateRepositoryCommand } from '@aws-sdk/client-ecr';
import {
  account,
  type LocalEcr,
  region,
  startLocalEcr,
} from '../../../../test/support/local-ecr.ts';

describe('CloudWatch', () => {
  let local: LocalEcr;
  let cloudWatch: CloudWatchClient;
  before(async () => {
    local = await startLocalEcr();
    cloudWatch = new CloudWatchClient({
      endpoint: local.endpoint,
      region,
      credentials: { accessKeyId: account, secretAccessKey: 'test' },
      maxAttempts: 1,
    });
    const ecr = local.client();
    await ecr.send(new CreateRepositoryCommand({ repositoryName: 'app' }));
    await local.push('app', 'v1');
    const registry = await local.repository('app');
    const pulled = await registry.request('GET', 'manifests/v1');
    pulled.body.resume();
    const imageIds = [{ imageTag: 'v1' }];
    await ecr.send(new BatchGetImageCommand({ repositoryName: 'app', imageIds }));
  });
  after(async () => {
    cloudWatch.destroy();
    await local.close();
  });

  const range = () => ({
    StartTime: new Date(Date.now() - 3_600_000),
    EndTime: new Date(Date.now() + 60_000),
  });

  it('counts the pulls of a repository, through the API and the registry', async () => {
    const { Datapoints } = await cloudWatch.send(
      new GetMetricStatisticsCommand({
        Namespace: 'AWS/ECR',
        MetricName: 'RepositoryPullCount',
        Dimensions: [{ Name: 'RepositoryName', Value: 'app' }],
        Period: 86_400,
        Statistics: ['Sum'],
        ...range(),
      }),
    );
    assert.equal(
      Datapoints?.reduce((sum, { Sum = 0 }) => sum + Sum, 0),
      2,
    );
  });

  it('counts calls by operation', async () => {
    const Dimensions = Object.entries({
      Type: 'API',
      Service: 'ECR',
      Resource: 'PutImage',
      Class: 'None',
    }).map(([Name, Value]) => ({ Name, Value }));
    const Metric = { Namespace: 'AWS/Usage', MetricName: 'CallCount', Dimensions };
    const { MetricDataResults } = await cloudWatch.send(
      new GetMetricDataCommand({
        MetricDataQueries: [{ Id: 'm1', MetricStat: { Metric, Period: 86_400, Stat: 'Sum' } }],
        ...range(),
      }),
    );
    assert.equal(
      MetricDataResults?.[0]?.Values?.reduce((sum, value) => sum + value, 0),
      1,
    );
  });

  it('lists the existing metrics', async () => {
    const { Metrics } = await cloudWatch.send(new ListMetricsCommand({ Namespace: 'AWS/ECR' }));
    assert.deepEqual(Metrics, [
      {
        Namespace: 'AWS/ECR',
        MetricName: 'RepositoryPullCount',
        Dimensions: [{ Name: 'RepositoryName', Value: 'app' }],
      },
    ]);
  });
});
