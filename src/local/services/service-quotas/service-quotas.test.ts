// What callers that are not emulated take of a quota, as CloudWatch and Service Quotas tell it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  account,
  type LocalEcr,
  region,
  startLocalEcr,
} from '../../../../test/support/local-ecr.ts';
import { callService } from '../../../aws/client/call.ts';
import { getMetricData } from '../../../aws/client/cloudwatch.ts';
import { getServiceQuota } from '../../../aws/client/service-quotas.ts';

const code = 'L-16E70933';

describe('the quotas of ECR', () => {
  let local: LocalEcr;
  const context = () => ({
    region,
    credentials: { accessKeyId: account, secretAccessKey: 'x' },
    environment: { AWS_ENDPOINT_URL: local.endpoint },
  });
  before(async () => {
    local = await startLocalEcr();
  });
  after(() => local.close());

  const admin = async (route: string, body: object): Promise<Response> =>
    fetch(`${local.endpoint}/_hawser/${route}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const raise = (DesiredValue: number) =>
    callService({
      ...context(),
      service: 'servicequotas',
      endpoint: new URL(local.endpoint),
      contentType: 'application/x-amz-json-1.1',
      target: 'ServiceQuotasV20190624.RequestServiceQuotaIncrease',
      body: JSON.stringify({ ServiceCode: 'ecr', QuotaCode: code, DesiredValue }),
      signal: AbortSignal.timeout(10_000),
    });
  const metrics = (...names: readonly string[]) =>
    getMetricData(
      names.map((name) => ({
        namespace: 'AWS/Usage',
        name,
        dimensions: { Class: 'None', Resource: 'BatchGetImage', Service: 'ECR', Type: 'API' },
      })),
      15 * 60_000,
      context(),
    );

  it('count others by minute since a fault brought them, also where the clock was moved', async () => {
    assert.deepEqual(await metrics('CallCount'), [[]]);
    await admin('clock', { advance: '20h' });
    const target = {
      role: `arn:aws:iam::${account}:role/any`,
      repository: `${account}/${region}/a`,
    };
    assert.equal((await admin('break', { cause: 'HW2101', target })).status, 200);
    const [calls = [], throttled = []] = await metrics('CallCount', 'ThrottleCount');
    assert.ok(calls.length > 0 && calls.every(({ sum }) => sum === 180_000));
    assert.ok(throttled.length > 0 && throttled.every(({ sum }) => sum === 60_000));
  });

  it('can be raised, for one account in one Region', async () => {
    assert.equal(await getServiceQuota('ecr', code, context()), 2000);
    await raise(4000);
    assert.equal(await getServiceQuota('ecr', code, context()), 4000);
    assert.equal(await getServiceQuota('ecr', code, { ...context(), region: 'ap-south-1' }), 2000);
    await assert.rejects(raise(4000), { awsCode: 'IllegalArgumentException' });
    const [, throttled = []] = await metrics('CallCount', 'ThrottleCount');
    assert.deepEqual(throttled, []);
  });

  it('are named by their codes', async () => {
    await assert.rejects(getServiceQuota('ecr', 'L-0', context()), {
      awsCode: 'NoSuchResourceException',
    });
  });
});
