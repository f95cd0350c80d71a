// What the doctor says of a cache rule, and that looking does not fill the cache.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { BatchGetImageCommand, CreatePullThroughCacheRuleCommand } from '@aws-sdk/client-ecr';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { account, type LocalEcr, region, startLocalEcr } from '../../test/support/local-ecr.ts';
import { startTinyRegistry, type TinyRegistry } from '../../test/support/tiny-registry.ts';
import { diagnose } from './diagnose.ts';

const role = `arn:aws:iam::${account}:role/node`;
const image = `${account}.dkr.ecr.${region}.amazonaws.com/k8s/pause:v1`;
const policy = (...Action: string[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
  });
const pull = ['ecr:GetAuthorizationToken', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

describe('a look at an image behind a cache rule', () => {
  let upstream: TinyRegistry;
  let local: LocalEcr;
  let iam: IAMClient;
  before(async () => {
    upstream = await startTinyRegistry();
    local = await startLocalEcr({ 'registry.k8s.io': upstream.endpoint });
    const rule = { ecrRepositoryPrefix: 'k8s', upstreamRegistryUrl: 'registry.k8s.io' };
    await local.client().send(new CreatePullThroughCacheRuleCommand(rule));
    const credentials = { accessKeyId: account, secretAccessKey: 'test' };
    iam = new IAMClient({ endpoint: local.endpoint, region, credentials });
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    });
    await iam.send(new CreateRoleCommand({ RoleName: 'node', AssumeRolePolicyDocument }));
  });
  after(async () => {
    iam.destroy();
    await local.close();
    upstream.close();
  });

  const allow = (...actions: string[]) =>
    iam.send(
      new PutRolePolicyCommand({
        RoleName: 'node',
        PolicyName: 'pull',
        PolicyDocument: policy(...actions),
      }),
    );
  const codes = async () => {
    const environment = {
      AWS_ENDPOINT_URL: local.endpoint,
      AWS_ACCESS_KEY_ID: account,
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: region,
    };
    const { proof } = await diagnose(
      { image, role },
      { profiles: [], environment, now: Date.now() },
    );
    return [proof.verdict, ...proof.causes.map(({ code }) => code)];
  };

  it('asks nothing of the upstream, and names the permission that the role lacks', async () => {
    await allow(...pull);
    assert.deepEqual(await codes(), ['broken', 'HW1404']);
    await allow(...pull, 'ecr:BatchImportUpstreamImage');
    assert.deepEqual(await codes(), ['broken', 'HW1405']);
    await allow(...pull, 'ecr:BatchImportUpstreamImage', 'ecr:CreateRepository');
    assert.deepEqual(await codes(), ['unseen']);
    assert.deepEqual(upstream.requests, []);
  });

  it('finds an image that somebody has pulled, which needs no import', async () => {
    const imageIds = [{ imageTag: 'v1' }];
    const ask = new BatchGetImageCommand({ repositoryName: 'k8s/pause', imageIds });
    const { images } = await local.client().send(ask);
    assert.equal(images?.length, 1);
    await allow(...pull);
    const [, ...found] = await codes();
    assert.ok(!found.includes('HW1404'), found.join(' '));
  });
});
