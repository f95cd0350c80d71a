import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  CreateRoleCommand,
  IAMClient,
  ListRoleTagsCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from '@aws-sdk/client-sts';
import {
  account,
  type LocalEcr,
  region,
  startLocalEcr,
} from '../../../../test/support/local-ecr.ts';
import { userWith } from '../../../../test/support/user-with.ts';

describe('session tags', () => {
  let local: LocalEcr;
  let iam: IAMClient;
  let user: STSClient;
  const roleArn = (name: string) => `arn:aws:iam::${account}:role/${name}`;
  const optionsOf = (credentials: { accessKeyId: string; secretAccessKey: string }) => ({
    endpoint: local.endpoint,
    region,
    credentials,
    maxAttempts: 1,
  });
  const makeRole = async (RoleName: string, Action: readonly string[]) => {
    const Statement = [{ Effect: 'Allow', Principal: { AWS: account }, Action }];
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sts:*', Resource: '*' }],
    });
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument }));
  };
  const assume = (who: STSClient, name: string, more: Partial<AssumeRoleCommandInput> = {}) =>
    who.send(
      new AssumeRoleCommand({ RoleArn: roleArn(name), RoleSessionName: 'session', ...more }),
    );
  const as = async (
    who: STSClient,
    name: string,
    more: Partial<AssumeRoleCommandInput> = {},
  ): Promise<STSClient> => {
    const { Credentials } = await assume(who, name, more);
    return new STSClient(
      optionsOf({
        accessKeyId: Credentials?.AccessKeyId ?? '',
        secretAccessKey: Credentials?.SecretAccessKey ?? '',
        ...(Credentials?.SessionToken === undefined
          ? {}
          : { sessionToken: Credentials.SessionToken }),
      }),
    );
  };
  const Tags = [{ Key: 'Team', Value: 'blue' }];

  before(async () => {
    local = await startLocalEcr();
    iam = new IAMClient(optionsOf({ accessKeyId: account, secretAccessKey: 'x' }));
    const all = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];
    for (const name of ['first', 'second']) await makeRole(name, all);
    await makeRole('plain', ['sts:AssumeRole']);
    user = new STSClient(
      optionsOf(await userWith(local.endpoint, [{ Action: 'sts:*', Resource: '*' }])),
    );
  });
  after(() => local.close());

  it('do not override an inherited tag, whatever its case', async () => {
    const first = await as(user, 'first', { Tags, TransitiveTagKeys: ['team'] });
    for (const Key of ['Team', 'TEAM']) {
      await assert.rejects(assume(first, 'second', { Tags: [{ Key, Value: 'red' }] }), {
        name: 'InvalidParameterValue',
        message: /conflicts with a transitive tag key from the calling session/,
      });
    }
    const second = await as(first, 'second', { Tags: [{ Key: 'other', Value: 'x' }] });
    await assert.rejects(assume(second, 'first', { Tags }), { name: 'InvalidParameterValue' });
  });

  it('end with the session if they are not transitive', async () => {
    const first = await as(user, 'first', { Tags });
    await assume(first, 'second', { Tags: [{ Key: 'Team', Value: 'red' }] });
  });

  it('are refused with a duplicate key, and with transitive keys without a tag', async () => {
    const twice = [...Tags, { Key: 'team', Value: 'red' }];
    await assert.rejects(assume(user, 'first', { Tags: twice }), {
      name: 'InvalidParameterValue',
      message: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    });
    await assert.rejects(assume(user, 'first', { Tags, TransitiveTagKeys: ['Other'] }), {
      name: 'InvalidParameterValue',
      message: 'The specified transitive tag key must be included in the requested tags.',
    });
  });

  it('need a permission on a role that inherits tags or a source identity', async () => {
    const tagged = await as(user, 'first', { Tags, TransitiveTagKeys: ['Team'] });
    await assert.rejects(assume(tagged, 'plain'), {
      name: 'AccessDenied',
      message: /sts:TagSession/,
    });
    const named = await as(user, 'first', { SourceIdentity: 'alice' });
    await assert.rejects(assume(named, 'plain'), {
      name: 'AccessDenied',
      message: /sts:SetSourceIdentity/,
    });
    assert.equal((await assume(named, 'second')).SourceIdentity, 'alice');
    await assert.rejects(assume(named, 'second', { SourceIdentity: 'bob' }), {
      name: 'AccessDenied',
    });
  });

  it('and the tags of a role have case-insensitive keys', async () => {
    const RoleName = 'first';
    await assert.rejects(
      iam.send(new TagRoleCommand({ RoleName, Tags: [...Tags, { Key: 'TEAM', Value: 'x' }] })),
      { name: 'InvalidInputException', message: /Duplicate tag keys found/ },
    );
    await iam.send(new TagRoleCommand({ RoleName, Tags }));
    await iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: 'team', Value: 'red' }] }));
    const { Tags: kept } = await iam.send(new ListRoleTagsCommand({ RoleName }));
    assert.deepEqual(kept, [{ Key: 'team', Value: 'red' }]);
    await iam.send(new UntagRoleCommand({ RoleName, TagKeys: ['TEAM'] }));
    assert.deepEqual((await iam.send(new ListRoleTagsCommand({ RoleName }))).Tags, []);
  });
});
