import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import {
  account,
  type LocalEcr,
  region,
  startLocalEcr,
} from '../../../../test/support/local-ecr.ts';

const [first, second, third] = ['1', '2', '3'].map((digit) => digit.repeat(32)) as [
  string,
  string,
  string,
];

describe('staging labels of a secret', () => {
  let local: LocalEcr;
  let root: SecretsManagerClient;
  before(async () => {
    local = await startLocalEcr();
    const credentials = { accessKeyId: account, secretAccessKey: 'test' };
    root = new SecretsManagerClient({
      endpoint: local.endpoint,
      region,
      credentials,
      maxAttempts: 1,
    });
  });
  after(async () => {
    root.destroy();
    await local.close();
  });

  /** A secret of three versions: one without a label, AWSPREVIOUS, AWSCURRENT. */
  const create = async (SecretId: string) => {
    const { ARN } = await root.send(
      new CreateSecretCommand({ Name: SecretId, SecretString: '1', ClientRequestToken: first }),
    );
    for (const [SecretString, ClientRequestToken] of [
      ['2', second],
      ['3', third],
    ] as const) {
      await root.send(new PutSecretValueCommand({ SecretId, SecretString, ClientRequestToken }));
    }
    return ARN;
  };
  const stagesOf = async (SecretId: string) =>
    (await root.send(new DescribeSecretCommand({ SecretId }))).VersionIdsToStages;
  const move = (SecretId: string, VersionStage: string, to?: string, from?: string) =>
    root.send(
      new UpdateSecretVersionStageCommand({
        SecretId,
        VersionStage,
        MoveToVersionId: to,
        RemoveFromVersionId: from,
      }),
    );

  it('are added, moved and removed', async () => {
    const ARN = await create('labels');
    const added = await move('labels', 'blue', first);
    assert.deepEqual([added.ARN, added.Name], [ARN, 'labels']);
    await move('labels', 'blue', second, first);
    assert.deepEqual(await stagesOf('labels'), {
      [second]: ['AWSPREVIOUS', 'blue'],
      [third]: ['AWSCURRENT'],
    });
    await move('labels', 'blue', undefined, second);
    assert.deepEqual(await stagesOf('labels'), {
      [second]: ['AWSPREVIOUS'],
      [third]: ['AWSCURRENT'],
    });
  });

  it('move AWSPREVIOUS to the version that loses AWSCURRENT', async () => {
    await create('back');
    await move('back', 'AWSCURRENT', second, third);
    assert.deepEqual(await stagesOf('back'), {
      [second]: ['AWSCURRENT'],
      [third]: ['AWSPREVIOUS'],
    });
    await move('back', 'AWSCURRENT', first, second);
    assert.deepEqual(await stagesOf('back'), {
      [first]: ['AWSCURRENT'],
      [second]: ['AWSPREVIOUS'],
    });
    const { SecretString } = await root.send(new GetSecretValueCommand({ SecretId: 'back' }));
    assert.equal(SecretString, '1');
  });

  it('stay where they are when the version has them already', async () => {
    await create('same');
    const before = await stagesOf('same');
    await move('same', 'AWSCURRENT', third);
    assert.deepEqual(await stagesOf('same'), before);
  });

  it('move only away from the version that the request names', async () => {
    await create('refused');
    const before = await stagesOf('refused');
    await assert.rejects(move('refused', 'AWSCURRENT', first), {
      name: 'InvalidParameterException',
      message: `The parameter RemoveFromVersionId can't be empty. Staging label AWSCURRENT is currently attached to version ${third}, so you must explicitly reference that version in RemoveFromVersionId.`,
    });
    await assert.rejects(move('refused', 'AWSCURRENT', first, second), {
      name: 'InvalidParameterException',
      message: /Staging label AWSCURRENT isn't attached to version 2222/,
    });
    await assert.rejects(move('refused', 'AWSCURRENT', undefined, third), {
      name: 'InvalidParameterException',
      message: /can't be completely removed/,
    });
    await assert.rejects(move('refused', 'blue'), {
      name: 'InvalidParameterException',
      message: /either MoveToVersionId or RemoveFromVersionId/,
    });
    const unknown = '9'.repeat(32);
    for (const ids of [[unknown], [first, unknown], [unknown, third]]) {
      await assert.rejects(move('refused', 'AWSCURRENT', ...ids), {
        name: 'ResourceNotFoundException',
      });
    }
    await assert.rejects(move('no-such-secret', 'blue', first), {
      name: 'ResourceNotFoundException',
    });
    assert.deepEqual(await stagesOf('refused'), before);
  });

  it('are omitted from answers where there are none', async () => {
    await root.send(new CreateSecretCommand({ Name: 'empty' }));
    const empty = await root.send(new DescribeSecretCommand({ SecretId: 'empty' }));
    assert.equal('VersionIdsToStages' in empty, false);
    assert.equal('Tags' in empty, false);
    await create('deprecated');
    const { Versions = [] } = await root.send(
      new ListSecretVersionIdsCommand({ SecretId: 'deprecated', IncludeDeprecated: true }),
    );
    const old = Versions.find(({ VersionId }) => VersionId === first);
    assert.ok(old !== undefined);
    assert.equal('VersionStages' in old, false);
  });

  it('must be on the version that is read, if both are given', async () => {
    await create('read');
    const read = (VersionId: string, VersionStage: string) =>
      root.send(new GetSecretValueCommand({ SecretId: 'read', VersionId, VersionStage }));
    assert.equal((await read(second, 'AWSPREVIOUS')).SecretString, '2');
    await assert.rejects(read(second, 'AWSCURRENT'), {
      name: 'InvalidRequestException',
      message: 'You provided a VersionStage that is not associated to the provided VersionId.',
    });
    await assert.rejects(read('9'.repeat(32), 'AWSCURRENT'), {
      name: 'ResourceNotFoundException',
    });
  });
});
