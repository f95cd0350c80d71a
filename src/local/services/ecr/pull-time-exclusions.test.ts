// Pulls whose time is not recorded.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DeregisterPullTimeUpdateExclusionCommand,
  DescribeImagesCommand,
  type ECRClient,
  ListPullTimeUpdateExclusionsCommand,
  RegisterPullTimeUpdateExclusionCommand,
} from '@aws-sdk/client-ecr';
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  account,
  type LocalEcr,
  region,
  startLocalEcr,
} from '../../../../test/support/local-ecr.ts';

describe('pull time update exclusions of a registry', () => {
  let local: LocalEcr;
  let ecr: ECRClient;
  before(async () => {
    local = await startLocalEcr();
    ecr = local.client();
  });
  after(() => local.close());

  async function pushed(repositoryName: string, tag = 'v1') {
    await ecr.send(new CreateRepositoryCommand({ repositoryName }));
    const { manifest, layer } = await local.push(repositoryName, tag);
    return { on: { repositoryName, imageId: { imageDigest: manifest.digest } }, layer };
  }

  describe('pull time update exclusions', () => {
    it('are registered once, listed and removed', async () => {
      const exclusion = { principalArn: `arn:aws:iam::${account}:role/scanner` };
      const registered = await ecr.send(new RegisterPullTimeUpdateExclusionCommand(exclusion));
      assert.ok(registered.createdAt instanceof Date);
      await assert.rejects(ecr.send(new RegisterPullTimeUpdateExclusionCommand(exclusion)), {
        name: 'ExclusionAlreadyExistsException',
      });
      const listed = await ecr.send(new ListPullTimeUpdateExclusionsCommand({}));
      assert.deepEqual(listed.pullTimeUpdateExclusions, [exclusion.principalArn]);
      await ecr.send(new DeregisterPullTimeUpdateExclusionCommand(exclusion));
      await assert.rejects(ecr.send(new DeregisterPullTimeUpdateExclusionCommand(exclusion)), {
        name: 'ExclusionNotFoundException',
      });
    });
  });

  it('keep the pull time unchanged where the puller is excluded', async () => {
    const { on } = await pushed('pulled');
    const registry = await local.repository('pulled');
    const pulledAt = async () => {
      await registry.request('GET', 'manifests/v1');
      const { imageDetails } = await ecr.send(new DescribeImagesCommand(repository));
      return imageDetails?.[0]?.lastRecordedPullTime;
    };
    const repository = { repositoryName: on.repositoryName };
    const user = { principalArn: `arn:aws:iam::${account}:user/ci` };
    const iam = new IAMClient({
      endpoint: local.endpoint,
      region,
      credentials: { accessKeyId: account, secretAccessKey: 'test' },
    });
    await iam.send(new CreateUserCommand({ UserName: 'ci' }));
    await iam.send(
      new PutUserPolicyCommand({
        UserName: 'ci',
        PolicyName: 'pull',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'ecr:*', Resource: '*' }],
        }),
      }),
    );
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'ci' }));
    iam.destroy();
    const ci = local.client({
      credentials: {
        accessKeyId: AccessKey?.AccessKeyId ?? '',
        secretAccessKey: AccessKey?.SecretAccessKey ?? '',
      },
    });
    const pull = new BatchGetImageCommand({
      repositoryName: 'pulled',
      imageIds: [{ imageTag: 'v1' }],
    });
    await ecr.send(new RegisterPullTimeUpdateExclusionCommand(user));
    await ci.send(pull);
    const { imageDetails } = await ecr.send(new DescribeImagesCommand(repository));
    assert.equal(imageDetails?.[0]?.lastRecordedPullTime, undefined);
    assert.ok((await pulledAt()) instanceof Date);
  });
});
