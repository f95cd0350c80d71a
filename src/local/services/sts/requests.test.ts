// The errors of STS and IAM for requests that are invalid before authorization.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetFederationTokenCommand, STSClient } from '@aws-sdk/client-sts';
import {
  account,
  type LocalEcr,
  region,
  startLocalEcr,
} from '../../../../test/support/local-ecr.ts';

describe('STS and IAM', () => {
  let local: LocalEcr;
  let iam: IAMClient;
  let sts: STSClient;
  const root = { accessKeyId: account, secretAccessKey: 'x' };
  const clients = (credentials: typeof root & { sessionToken?: string }) => {
    const options = { endpoint: local.endpoint, region, credentials, maxAttempts: 1 };
    return { iam: new IAMClient(options), sts: new STSClient(options) };
  };
  before(async () => {
    local = await startLocalEcr();
    ({ iam, sts } = clients(root));
    const Statement = { Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' };
    await iam.send(
      new CreateRoleCommand({
        RoleName: 'role',
        AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
      }),
    );
  });
  after(() => local.close());
  const assume = (RoleArn: string, RoleSessionName = 'session') =>
    sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName }));
  const RoleArn = `arn:aws:iam::${account}:role/role`;

  for (const arn of [
    'nothing-valid-in-here',
    'arn::b:::something/test-role',
    'arn:a::::something/test-role',
    'arn:a:::something/test-role',
    'arn:a:a::aaaaaaaaaa:',
  ]) {
    it(`call ${arn} invalid`, () =>
      assert.rejects(assume(arn), { name: 'ValidationError', message: `${arn} is invalid` }));
  }

  it('repeat the value that breaks the model, in STS', () =>
    assert.rejects(assume(RoleArn, 'Session1:2'), {
      name: 'ValidationError',
      message:
        "1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
    }));

  it('do not print structures', async () => {
    const Tags = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
    const input = { RoleArn, RoleSessionName: 'session', Tags };
    await assert.rejects(sts.send(new AssumeRoleCommand(input)), {
      name: 'ValidationError',
      message:
        "1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50",
    });
  });

  it('require a role session to name the user', async () => {
    const { Credentials: made } = await assume(RoleArn);
    const session = {
      accessKeyId: made?.AccessKeyId ?? '',
      secretAccessKey: made?.SecretAccessKey ?? '',
      sessionToken: made?.SessionToken ?? '',
    };
    const expected = {
      name: 'ValidationError',
      message: 'Must specify userName when calling with non-User credentials',
    };
    const asSession = clients(session).iam;
    await assert.rejects(asSession.send(new GetUserCommand({})), expected);
    await assert.rejects(asSession.send(new ListAccessKeysCommand({})), expected);
    await assert.rejects(asSession.send(new CreateAccessKeyCommand({})), expected);
  });

  it('return root its own', async () => {
    const { User } = await iam.send(new GetUserCommand({}));
    assert.deepEqual(
      [User?.Arn, User?.UserId, User?.UserName],
      [`arn:aws:iam::${account}:root`, account, undefined],
    );
    assert.deepEqual((await iam.send(new ListAccessKeysCommand({}))).AccessKeyMetadata, []);
  });

  it('return how much of the space a federated session uses, also when it uses none', async () => {
    const UserName = 'federator';
    await iam.send(new CreateUserCommand({ UserName }));
    const Statement = { Effect: 'Allow', Action: 'sts:GetFederationToken', Resource: '*' };
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'may', PolicyDocument }));
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const user = {
      accessKeyId: key?.AccessKeyId ?? '',
      secretAccessKey: key?.SecretAccessKey ?? '',
    };
    const asked = new GetFederationTokenCommand({ Name: 'bob' });
    assert.equal((await clients(user).sts.send(asked)).PackedPolicySize, 0);
  });

  for (const body of [
    'Action=Nope&Version=2010-05-08',
    'Action=ListUsers&Version=2010-05-08',
    'Version=2011-06-15',
    'Action=GetCallerIdentity',
    '%%%=&&',
    '',
  ]) {
    it(`answer the unsigned form ${JSON.stringify(body)} with XML`, async () => {
      const answer = await fetch(local.endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body,
      });
      assert.equal(answer.headers.get('content-type'), 'text/xml');
      assert.match(
        await answer.text(),
        /^<ErrorResponse xmlns="https:\/\/\w+\.amazonaws\.com\/.*<Code>\w+<\/Code>/,
      );
    });
  }
});
