// For whom a registry token speaks, after what happened since it was given out.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  CreateRepositoryCommand,
  DescribeImagesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { testOptions } from '../../test/support/options.ts';
import { type Running, startLocal } from './up.ts';

const account = '111122223333';
const region = 'us-east-1';
const RoleName = 'puller';
const RoleArn = `arn:aws:iam::${account}:role/${RoleName}`;
const document = (statement: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', ...statement } });
const AssumeRolePolicyDocument = document({
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: 'sts:AssumeRole',
});

describe('A registry token', () => {
  let running: Running | undefined;
  async function start(iam: 'enforce' | 'off'): Promise<{ endpoint: string; region: string }> {
    running = await startLocal({ ...testOptions(account), iam }, () => undefined);
    return { endpoint: running.local.endpoint, region };
  }
  afterEach(() => running?.local.close());
  const root = { accessKeyId: account, secretAccessKey: 'x' };

  async function ask(ecr: ECRClient, endpoint: string) {
    const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
    const authorization = `Basic ${authorizationData?.[0]?.authorizationToken}`;
    return async (path: string) =>
      (await fetch(`${endpoint}/v2/${path}`, { headers: { authorization } })).status;
  }

  describe('of a role', () => {
    let config: { endpoint: string; region: string };
    let get: (path: string) => Promise<number>;
    let asRole: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
    let iam: IAMClient;
    beforeEach(async () => {
      config = await start('enforce');
      iam = new IAMClient({ ...config, credentials: root });
      await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
      const policy = document({ Action: 'ecr:GetAuthorizationToken', Resource: '*' });
      await iam.send(
        new PutRolePolicyCommand({ RoleName, PolicyName: 'login', PolicyDocument: policy }),
      );
      const ecr = new ECRClient({ ...config, credentials: root });
      await ecr.send(new CreateRepositoryCommand({ repositoryName: 'app' }));
      // The repository's policy names the session itself: no policy of the role's is needed.
      const policyText = document({
        Principal: { AWS: [RoleArn, `arn:aws:sts::${account}:assumed-role/${RoleName}/session`] },
        Action: 'ecr:*',
      });
      await ecr.send(new SetRepositoryPolicyCommand({ repositoryName: 'app', policyText }));
      const sts = new STSClient({ ...config, credentials: root });
      const { Credentials } = await sts.send(
        new AssumeRoleCommand({ RoleArn, RoleSessionName: 'session' }),
      );
      asRole = {
        accessKeyId: Credentials?.AccessKeyId ?? '',
        secretAccessKey: Credentials?.SecretAccessKey ?? '',
        sessionToken: Credentials?.SessionToken ?? '',
      };
      get = await ask(new ECRClient({ ...config, credentials: asRole }), config.endpoint);
      assert.equal(await get('app/tags/list'), 200);
    });

    const remove = async () => {
      await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'login' }));
      await iam.send(new DeleteRoleCommand({ RoleName }));
    };
    const replace = async () => {
      await remove();
      await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    };
    for (const [what, change] of [
      ['deleted', remove],
      ['replaced by a namesake', replace],
    ] as const) {
      it(`that was ${what} opens nothing, nor does its session`, async () => {
        await change();
        assert.equal(await get('app/tags/list'), 401);
        const ecr = new ECRClient({ ...config, credentials: asRole });
        const images = new DescribeImagesCommand({ repositoryName: 'app' });
        await assert.rejects(ecr.send(images), { name: 'AccessDeniedException' });
        const sts = new STSClient({ ...config, credentials: asRole });
        await assert.rejects(sts.send(new GetCallerIdentityCommand({})), { name: 'AccessDenied' });
      });
    }
  });

  it('is given and taken for any key where policies are off', async () => {
    const config = await start('off');
    for (const accessKeyId of [
      'AKIAIOSFODNN7EXAMPLE',
      'ASIAIOSFODNN7EXAMPLE',
      'whatever',
      'test',
    ]) {
      const credentials = { accessKeyId, secretAccessKey: 'x' };
      const get = await ask(new ECRClient({ ...config, credentials }), config.endpoint);
      assert.equal(await get(''), 200, accessKeyId);
    }
  });
});
