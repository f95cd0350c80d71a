// What EC2 encodes of a denial, and who may decode it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  AssociateIamInstanceProfileCommand,
  DescribeInstancesCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { DecodeAuthorizationMessageCommand, STSClient } from '@aws-sdk/client-sts';
import {
  account,
  type LocalEcr,
  region,
  startLocalEcr,
} from '../../../../test/support/local-ecr.ts';

describe('An encoded authorization message', () => {
  let local: LocalEcr;
  let ec2: EC2Client;
  let iam: IAMClient;
  const root = { accessKeyId: account, secretAccessKey: 'x' };
  const UserName = 'operator';
  before(async () => {
    local = await startLocalEcr();
    iam = new IAMClient({ endpoint: local.endpoint, region, credentials: root });
    await iam.send(new CreateUserCommand({ UserName }));
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const credentials = {
      accessKeyId: key?.AccessKeyId ?? '',
      secretAccessKey: key?.SecretAccessKey ?? '',
    };
    ec2 = new EC2Client({ endpoint: local.endpoint, region, credentials, maxAttempts: 1 });
  });
  after(() => local.close());

  const associate = new AssociateIamInstanceProfileCommand({
    InstanceId: 'i-0123456789abcdef0',
    IamInstanceProfile: { Name: 'profile' },
  });
  async function messageOf(command: typeof associate): Promise<string> {
    const error = await ec2.send(command).then(
      () => assert.fail('it was allowed'),
      (refusal: Error) => refusal,
    );
    assert.equal(error.name, 'UnauthorizedOperation');
    return error.message;
  }
  const encodedIn = (message: string): string =>
    / Encoded authorization failure message: (\S+)$/.exec(message)?.[1] ?? '';
  const decode = async (EncodedMessage: string, accessKeyId = account) => {
    const credentials = { accessKeyId, secretAccessKey: 'x' };
    const sts = new STSClient({ endpoint: local.endpoint, region, credentials, maxAttempts: 1 });
    const command = new DecodeAuthorizationMessageCommand({ EncodedMessage });
    return JSON.parse((await sts.send(command)).DecodedMessage ?? '');
  };

  it('reports the caller, the action, and whether a Deny decided', async () => {
    const implicit = await decode(encodedIn(await messageOf(associate)));
    assert.deepEqual(
      [implicit.allowed, implicit.explicitDeny, implicit.context.action],
      [false, false, 'ec2:AssociateIamInstanceProfile'],
    );
    assert.equal(implicit.context.principal.arn, `arn:aws:iam::${account}:user/${UserName}`);
    const Statement = { Sid: 'No', Effect: 'Deny', Action: 'ec2:Assoc*', Resource: '*' };
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'no', PolicyDocument }));
    const explicit = await decode(encodedIn(await messageOf(associate)));
    assert.equal(explicit.explicitDeny, true);
    assert.equal(explicit.matchedStatements.items[0].statementId, 'No');
  });

  it('is sent only for operations that change something', async () => {
    await assert.rejects(ec2.send(new DescribeInstancesCommand({})), (error: Error) => {
      assert.doesNotMatch(error.message, /Encoded/);
      return error.name === 'UnauthorizedOperation';
    });
  });

  it('is not decoded for another account, nor if it was not issued here', async () => {
    const message = encodedIn(await messageOf(associate));
    const invalid = { name: 'InvalidAuthorizationMessageException' };
    await assert.rejects(decode(message, '999988887777'), invalid);
    await assert.rejects(decode('made-up'), invalid);
    await assert.rejects(decode(`${message}x`), invalid);
  });

  it('is not needed for what ReadOnlyAccess allows', async () => {
    const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
    await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
    await ec2.send(new DescribeInstancesCommand({}));
    await messageOf(associate);
  });
});
