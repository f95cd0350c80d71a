// Decisions are cached between requests: a revoked permission must take effect on the very next request, on the
// same connection, with the same token.
import assert from 'node:assert/strict';
import { Agent, get } from 'node:http';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  CreateRepositoryCommand,
  DeleteRepositoryPolicyCommand,
  GetAuthorizationTokenCommand,
  SetRepositoryPolicyCommand,
  TagResourceCommand,
} from '@aws-sdk/client-ecr';
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserPolicyCommand,
  IAMClient,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { account, type LocalEcr, region, startLocalEcr } from '../../../test/support/local-ecr.ts';

const workloads = '444455556666';
const name = 'app';
const arn = `arn:aws:ecr:${region}:${account}:repository/${name}`;
const allow = (statement: object = {}) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'ecr:*', ...statement }],
  });

describe('a client that was allowed', () => {
  let local: LocalEcr;
  let iam: IAMClient;
  let authorization = '';
  let key = { AccessKeyId: '', SecretAccessKey: '' };
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });

  /** Status of a request for the manifest, always over the same connection. */
  const pull = (headers: Record<string, string> = {}): Promise<number> =>
    new Promise((resolve, reject) => {
      const host = `${account}.dkr.ecr.${region}.localhost`;
      const url = `${local.endpoint}/v2/${host}/${name}/manifests/v1`;
      get(url, { agent, headers: { authorization, 'user-agent': 'one', ...headers } }, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
      }).on('error', reject);
    });
  const inRepository = (statement: object) =>
    local.client().send(
      new SetRepositoryPolicyCommand({
        repositoryName: name,
        policyText: allow({ Principal: { AWS: workloads }, ...statement }),
      }),
    );
  const ofUser = (statement: object) =>
    iam.send(
      new PutUserPolicyCommand({
        UserName: 'puller',
        PolicyName: 'pull',
        PolicyDocument: allow({ Resource: '*', ...statement }),
      }),
    );

  before(async () => {
    local = await startLocalEcr();
    iam = new IAMClient({
      endpoint: local.endpoint,
      region,
      credentials: { accessKeyId: workloads, secretAccessKey: 'test' },
    });
    await local.client().send(new CreateRepositoryCommand({ repositoryName: name }));
    await local.push(name, 'v1');
    await iam.send(new CreateUserCommand({ UserName: 'puller' }));
  });
  beforeEach(async () => {
    await ofUser({});
    await inRepository({});
    const made = await iam.send(new CreateAccessKeyCommand({ UserName: 'puller' }));
    const { AccessKeyId = '', SecretAccessKey = '' } = made.AccessKey ?? {};
    key = { AccessKeyId, SecretAccessKey };
    const client = local.client({
      credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey },
    });
    const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}));
    authorization = `Basic ${authorizationData?.[0]?.authorizationToken}`;
    assert.deepEqual([await pull(), await pull()], [200, 200]);
  });
  const removeKey = () =>
    iam.send(new DeleteAccessKeyCommand({ UserName: 'puller', AccessKeyId: key.AccessKeyId }));
  after(async () => {
    agent.destroy();
    iam.destroy();
    await local.close();
  });

  const lost: readonly (readonly [what: string, take: () => Promise<unknown>, status: number])[] = [
    [
      "the repository's policy is deleted",
      () => local.client().send(new DeleteRepositoryPolicyCommand({ repositoryName: name })),
      403,
    ],
    ["the repository's policy is changed", () => inRepository({ Action: 'ecr:PutImage' }), 403],
    [
      "the user's policy is deleted",
      () => iam.send(new DeleteUserPolicyCommand({ UserName: 'puller', PolicyName: 'pull' })),
      403,
    ],
    ["the user's policy is changed", () => ofUser({ Resource: `${arn}-other` }), 403],
    [
      'the access key is switched off',
      () =>
        iam.send(
          new UpdateAccessKeyCommand({
            UserName: 'puller',
            AccessKeyId: key.AccessKeyId,
            Status: 'Inactive',
          }),
        ),
      401,
    ],
  ];
  for (const [what, take, status] of lost) {
    it(`is refused on the next request when ${what}`, async () => {
      await take();
      assert.deepEqual([await pull(), await pull()], [status, status]);
      await removeKey();
    });
  }

  it('is refused when the key is deleted', async () => {
    await removeKey();
    assert.equal(await pull(), 401);
  });

  it('is refused when a tag of the repository no longer fits a condition', async () => {
    const tag = (Value: string) =>
      local
        .client()
        .send(new TagResourceCommand({ resourceArn: arn, tags: [{ Key: 'stage', Value }] }));
    await tag('dev');
    await ofUser({ Condition: { StringEquals: { 'aws:ResourceTag/stage': 'dev' } } });
    assert.deepEqual([await pull(), await pull()], [200, 200]);
    await tag('prod');
    assert.equal(await pull(), 403);
    await removeKey();
  });

  for (const key of ['aws:CurrentTime', 'aws:EpochTime', 'AWS:currenttime']) {
    it(`is refused once ${key} is past what a condition allows, although nothing was written`, async () => {
      const until = local.core.clock.now() + 3_600_000;
      const value = key === 'aws:EpochTime' ? Math.floor(until / 1000) : new Date(until);
      await ofUser({ Condition: { DateLessThan: { [key]: value } } });
      assert.deepEqual([await pull(), await pull()], [200, 200]);
      const { version } = local.core.state.metadata;
      local.core.clock.advance(3_601_000);
      assert.equal(local.core.state.metadata.version, version);
      assert.equal(await pull(), 403);
      await removeKey();
    });
  }

  it('is authorized by the headers of each request', async () => {
    await ofUser({ Condition: { StringEquals: { 'aws:UserAgent': 'one' } } });
    assert.deepEqual(
      [await pull(), await pull({ 'user-agent': 'two' }), await pull()],
      [200, 403, 200],
    );
    await ofUser({ Condition: { StringNotEquals: { 'aws:Referer': 'bad' } } });
    assert.deepEqual([await pull(), await pull({ referer: 'bad' }), await pull()], [200, 403, 200]);
    await removeKey();
  });

  it('is refused once the token has expired, although nothing was written', async () => {
    local.core.clock.advance(12 * 3_600_000 + 1_000);
    assert.equal(await pull(), 403);
    await removeKey();
  });
});
