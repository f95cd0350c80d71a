import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  ListSecretVersionIdsCommand,
  PutResourcePolicyCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  RotateSecretCommand,
  SecretsManagerClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import {
  account,
  type LocalEcr,
  region,
  startLocalEcr,
} from '../../../../test/support/local-ecr.ts';
import { userWith } from '../../../../test/support/user-with.ts';

describe('Secrets Manager', () => {
  let local: LocalEcr;
  let root: SecretsManagerClient;
  const clientOf = (credentials: { accessKeyId: string; secretAccessKey: string }) =>
    new SecretsManagerClient({ endpoint: local.endpoint, region, credentials, maxAttempts: 1 });
  before(async () => {
    local = await startLocalEcr();
    root = clientOf({ accessKeyId: account, secretAccessKey: 'test' });
  });
  after(() => local.close());

  it('stores a secret and its versions, found by name or ARN', async () => {
    const Name = 'app/database';
    const { ARN, VersionId } = await root.send(
      new CreateSecretCommand({ Name, SecretString: 'one', Description: 'first' }),
    );
    assert.match(ARN ?? '', /^arn:aws:secretsmanager:.*:secret:app\/database-[A-Za-z]{6}$/);
    const put = await root.send(
      new PutSecretValueCommand({ SecretId: ARN, SecretBinary: Buffer.from('two') }),
    );
    assert.deepEqual(put.VersionStages, ['AWSCURRENT']);
    const current = await root.send(new GetSecretValueCommand({ SecretId: Name }));
    assert.equal(Buffer.from(current.SecretBinary ?? []).toString(), 'two');
    const previous = await root.send(
      new GetSecretValueCommand({ SecretId: ARN, VersionStage: 'AWSPREVIOUS' }),
    );
    assert.deepEqual([previous.SecretString, previous.VersionId], ['one', VersionId]);
    await root.send(new UpdateSecretCommand({ SecretId: Name, SecretString: 'three' }));
    const described = await root.send(new DescribeSecretCommand({ SecretId: Name }));
    assert.deepEqual(described.VersionIdsToStages?.[put.VersionId ?? ''], ['AWSPREVIOUS']);
    assert.equal(described.Description, 'first');
    await assert.rejects(root.send(new CreateSecretCommand({ Name, SecretString: 'x' })), {
      name: 'ResourceExistsException',
    });
  });

  it('returns the labels of a version in alphabetical order, and the day on which it was read', async () => {
    const Name = 'labels';
    await root.send(new CreateSecretCommand({ Name, SecretString: 'one', Description: '' }));
    const VersionStages = ['two', 'three'];
    const put = await root.send(
      new PutSecretValueCommand({ SecretId: Name, SecretString: 'two', VersionStages }),
    );
    assert.deepEqual(put.VersionStages, ['three', 'two']);
    await root.send(new GetSecretValueCommand({ SecretId: Name }));
    const { Versions } = await root.send(new ListSecretVersionIdsCommand({ SecretId: Name }));
    assert.deepEqual(
      Versions?.map(({ LastAccessedDate }) => LastAccessedDate !== undefined),
      [true, false],
    );
    const described = await root.send(new DescribeSecretCommand({ SecretId: Name }));
    assert.ok(!('Description' in described) && !('Tags' in described));
  });

  it('returns an empty list of tags where the last one was removed', async () => {
    const Name = 'untagged';
    const Tags = [{ Key: 'team', Value: 'a' }];
    await root.send(new CreateSecretCommand({ Name, SecretString: 'one', Tags }));
    await root.send(new UntagResourceCommand({ SecretId: Name, TagKeys: ['team'] }));
    const described = await root.send(new DescribeSecretCommand({ SecretId: Name }));
    assert.deepEqual(described.Tags, []);
  });

  it('refuses invalid names, and allows forced deletion of what does not exist', async () => {
    const SecretId = ' Inv*Name? ';
    for (const command of [
      new DescribeSecretCommand({ SecretId }),
      new GetSecretValueCommand({ SecretId }),
      new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }),
    ]) {
      await assert.rejects(root.send(command as DescribeSecretCommand), {
        name: 'ValidationException',
        message: /^Invalid name\. Must be a valid name containing alphanumeric characters/,
      });
    }
    const gone = await root.send(
      new DeleteSecretCommand({ SecretId: 'never-there', ForceDeleteWithoutRecovery: true }),
    );
    assert.equal(gone.Name, 'never-there');
  });

  it('lists by filter and page', async () => {
    for (const Name of ['list/a', 'list/b', 'list/c']) {
      await root.send(new CreateSecretCommand({ Name, SecretString: 'x' }));
    }
    const Filters = [{ Key: 'name' as const, Values: ['list/'] }];
    const first = await root.send(new ListSecretsCommand({ Filters, MaxResults: 2 }));
    const { NextToken } = first;
    const second = await root.send(new ListSecretsCommand({ Filters, MaxResults: 2, NextToken }));
    const names = [first, second].map(({ SecretList }) => SecretList?.map(({ Name }) => Name));
    assert.deepEqual(names, [['list/a', 'list/b'], ['list/c']]);
  });

  it('keeps a deleted secret for some days, then removes it', async () => {
    const SecretId = 'going';
    await root.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'x' }));
    await root.send(new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: 7 }));
    const read = () => root.send(new GetSecretValueCommand({ SecretId }));
    await assert.rejects(read(), { name: 'InvalidRequestException' });
    await local.advance('169h');
    await assert.rejects(read(), { name: 'ResourceNotFoundException' });
    await root.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'y' }));
    await root.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }));
    await assert.rejects(read(), { name: 'ResourceNotFoundException' });
  });

  it('restores a deleted secret, with its versions', async () => {
    const SecretId = 'back';
    await root.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'one' }));
    await root.send(new PutSecretValueCommand({ SecretId, SecretString: 'two' }));
    await root.send(new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: 7 }));
    await root.send(new RestoreSecretCommand({ SecretId }));
    const { SecretString } = await root.send(new GetSecretValueCommand({ SecretId }));
    assert.equal(SecretString, 'two');
    const { Versions } = await root.send(new ListSecretVersionIdsCommand({ SecretId }));
    const stages = Versions?.map(({ VersionStages }) => VersionStages?.join());
    assert.deepEqual(stages?.sort(), ['AWSCURRENT', 'AWSPREVIOUS']);
  });

  it('refuses rotation, for which there is no function', async () => {
    const SecretId = 'rotated';
    await root.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'x' }));
    const rotate = (RotationLambdaARN?: string) =>
      root.send(new RotateSecretCommand({ SecretId, RotationLambdaARN }));
    await assert.rejects(rotate(), {
      name: 'InvalidRequestException',
      message: 'No Lambda rotation function ARN is associated with this secret.',
    });
    const lambda = `arn:aws:lambda:${region}:${account}:function:rotate`;
    await assert.rejects(rotate(lambda), { name: 'AccessDeniedException' });
    const nobody = new RotateSecretCommand({ SecretId: 'nosuch' });
    await assert.rejects(root.send(nobody), { name: 'ResourceNotFoundException' });
  });

  it('stores tags', async () => {
    const SecretId = 'tagged';
    const Tags = [
      { Key: 'team', Value: 'blue' },
      { Key: 'env', Value: 'dev' },
    ];
    await root.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'x' }));
    await root.send(new TagResourceCommand({ SecretId, Tags }));
    await root.send(new UntagResourceCommand({ SecretId, TagKeys: ['team'] }));
    const described = await root.send(new DescribeSecretCommand({ SecretId }));
    assert.deepEqual(described.Tags, [{ Key: 'env', Value: 'dev' }]);
  });

  it('evaluates the policy of a secret', async () => {
    const SecretId = 'guarded';
    await root.send(new CreateSecretCommand({ Name: SecretId, SecretString: 'x' }));
    const none = await root.send(new GetResourcePolicyCommand({ SecretId }));
    assert.equal(none.ResourcePolicy, undefined);
    await assert.rejects(
      root.send(new PutResourcePolicyCommand({ SecretId, ResourcePolicy: '{' })),
      { name: 'MalformedPolicyDocumentException' },
    );
    const all = [{ Action: 'secretsmanager:*', Resource: '*' }];
    const user = clientOf(await userWith(local.endpoint, all, 'guarded-from'));
    await user.send(new GetSecretValueCommand({ SecretId }));
    const Principal = { AWS: `arn:aws:iam::${account}:user/guarded-from` };
    const Action = 'secretsmanager:GetSecretValue';
    const Statement = [{ Effect: 'Deny', Principal, Action, Resource: '*' }];
    const ResourcePolicy = JSON.stringify({ Version: '2012-10-17', Statement });
    await root.send(new PutResourcePolicyCommand({ SecretId, ResourcePolicy }));
    await assert.rejects(user.send(new GetSecretValueCommand({ SecretId })), {
      name: 'AccessDeniedException',
      message: /with an explicit deny in a resource-based policy/,
    });
    user.destroy();
  });

  it('returns a secret to callers who are allowed to read it', async () => {
    await root.send(new CreateSecretCommand({ Name: 'mine-1', SecretString: 'x' }));
    await root.send(new CreateSecretCommand({ Name: 'other', SecretString: 'x' }));
    const Resource = `arn:aws:secretsmanager:${region}:${account}:secret:mine-*`;
    const user = clientOf(
      await userWith(local.endpoint, [{ Action: 'secretsmanager:GetSecretValue', Resource }]),
    );
    await user.send(new GetSecretValueCommand({ SecretId: 'mine-1' }));
    await assert.rejects(user.send(new GetSecretValueCommand({ SecretId: 'other' })), {
      name: 'AccessDeniedException',
      message:
        /is not authorized to perform: secretsmanager:GetSecretValue on resource: .*:secret:other-/,
    });
    user.destroy();
  });
});
