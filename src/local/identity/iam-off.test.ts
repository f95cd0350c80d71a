// `--iam off`: policies are not evaluated, and callers keep their identity.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  CreateRepositoryCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr';
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { testOptions } from '../../../test/support/options.ts';
import { type Running, startLocal } from '../up.ts';

const account = '111122223333';
const other = '444455556666';

describe('With --iam off', () => {
  let running: Running;
  const root = { accessKeyId: other, secretAccessKey: 'x' };
  const config = (credentials: typeof root & { sessionToken?: string }) => ({
    endpoint: running.local.endpoint,
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
  });
  const whoIs = async (credentials: typeof root & { sessionToken?: string }) =>
    (await new STSClient(config(credentials)).send(new GetCallerIdentityCommand({}))).Arn;
  beforeEach(async () => {
    running = await startLocal({ ...testOptions(account), iam: 'off' }, () => undefined);
  });
  afterEach(() => running.local.close());

  async function user() {
    const iam = new IAMClient(config(root));
    await iam.send(new CreateUserCommand({ UserName: 'ci' }));
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: 'ci' }));
    return { accessKeyId: key?.AccessKeyId ?? '', secretAccessKey: key?.SecretAccessKey ?? '' };
  }
  const roleArn = `arn:aws:iam::${other}:role/nobody-may`;
  async function session() {
    const Statement = { Effect: 'Deny', Principal: { AWS: other }, Action: 'sts:AssumeRole' };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    const iam = new IAMClient(config(root));
    await iam.send(new CreateRoleCommand({ RoleName: 'nobody-may', AssumeRolePolicyDocument }));
    const { Credentials: made } = await new STSClient(config(await user())).send(
      new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'session' }),
    );
    return {
      accessKeyId: made?.AccessKeyId ?? '',
      secretAccessKey: made?.SecretAccessKey ?? '',
      sessionToken: made?.SessionToken ?? '',
    };
  }

  it('a user without any policy is that user, and may do everything', async () => {
    const credentials = await user();
    assert.equal(await whoIs(credentials), `arn:aws:iam::${other}:user/ci`);
    const ecr = new ECRClient(config(credentials));
    const { repository } = await ecr.send(new CreateRepositoryCommand({ repositoryName: 'app' }));
    assert.equal(repository?.registryId, other);
    const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
    const answer = await fetch(
      `${running.local.endpoint}/v2/${other}.dkr.ecr.us-east-1.amazonaws.com/app/tags/list`,
      { headers: { authorization: `Basic ${authorizationData?.[0]?.authorizationToken}` } },
    );
    assert.equal(answer.status, 200);
  });

  it('a role is assumed whatever its trust policy says, and the session is of that role', async () => {
    assert.equal(
      await whoIs(await session()),
      `arn:aws:sts::${other}:assumed-role/nobody-may/session`,
    );
  });

  it('a session ends with its role', async () => {
    const credentials = await session();
    await new IAMClient(config(root)).send(new DeleteRoleCommand({ RoleName: 'nobody-may' }));
    await assert.rejects(whoIs(credentials), { name: 'AccessDenied' });
  });

  it('the secret of a key that was issued here must be right', async () => {
    const { accessKeyId } = await user();
    const wrong = { accessKeyId, secretAccessKey: 'wrong' };
    await assert.rejects(whoIs(wrong), { name: 'SignatureDoesNotMatch' });
  });

  it('a key that was not issued here is root of the default account', async () => {
    const stranger = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'whatever' };
    assert.equal(await whoIs(stranger), `arn:aws:iam::${account}:root`);
  });
});
