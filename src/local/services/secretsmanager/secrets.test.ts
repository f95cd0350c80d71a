import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
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

  it('keeps a secret and its versions, found by name or ARN', async () => {
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

  it('gives a deleted secret some days, then lets it go', async () => {
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

  it('is read by those who may', async () => {
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
