// What bad input gets: AWS's own answer, nothing half-written, and the process stays up.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  CreateRepositoryCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr';
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { type Running, startLocal } from '../../src/local/up.ts';
import { testOptions } from '../support/options.ts';

const account = '444455556666';
const region = 'us-east-1';
const root = { accessKeyId: account, secretAccessKey: 'x' };

let running: Running;
let endpoint = '';
before(async () => {
  running = await startLocal(testOptions(account), () => undefined);
  endpoint = running.local.endpoint;
  const ecr = new ECRClient({ endpoint, region, credentials: root });
  await ecr.send(new CreateRepositoryCommand({ repositoryName: 'app' }));
});
after(() => running.local.close());

async function target(name: string, body: string, headers: Record<string, string> = {}) {
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AmazonEC2ContainerRegistry_V20150921.${name}`,
      'x-amz-date': compact(Date.now()),
      authorization: authorization(account),
      ...headers,
    },
    body,
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
}

function compact(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

function authorization(accessKeyId: string, service = 'ecr'): string {
  const date = compact(Date.now()).slice(0, 8);
  return `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${date}/${region}/${service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;
}

describe('the JSON API', () => {
  it('answers malformed JSON with SerializationException', async () => {
    for (const body of [
      '{',
      '[]',
      'null',
      '"x"',
      '{"repositoryName":7}',
      '{"repositoryName":{}}',
    ]) {
      const { status, body: error } = await target('CreateRepository', body);
      assert.deepEqual([status, error.__type], [400, 'SerializationException'], body);
    }
  });

  it('limits deep nesting', async () => {
    const deep = `{"tags":${'['.repeat(100_000)}`;
    assert.equal((await target('CreateRepository', deep)).body.__type, 'SerializationException');
  });

  it('names an unknown operation', async () => {
    const { status, body } = await target('MakeCoffee', '{}');
    assert.deepEqual([status, body.__type], [400, 'UnknownOperationException']);
  });

  it('names the parameter that breaks a constraint', async () => {
    const rows: [object, RegExp][] = [
      [{}, /'repositoryName' failed to satisfy constraint: 'must not be null'/],
      [{ repositoryName: '../../etc' }, /'repositoryName' .*must satisfy regular expression/],
      [{ repositoryName: 'a'.repeat(257) }, /length less than or equal to 256/],
      [
        { repositoryName: 'ok', imageTagMutability: 'SOMETIMES' },
        /'Member must satisfy enum value set/,
      ],
      [{ repositoryName: 'ok', registryId: '12' }, /'registryId'/],
    ];
    for (const [input, words] of rows) {
      const { status, body } = await target('CreateRepository', JSON.stringify(input));
      assert.deepEqual([status, body.__type], [400, 'InvalidParameterException']);
      assert.match(body.message ?? '', words);
    }
  });

  it('reports a missing or malformed signature', async () => {
    const none = await target('DescribeRepositories', '{}', { authorization: '' });
    assert.deepEqual([none.status, none.body.__type], [400, 'MissingAuthenticationTokenException']);
    const garbled = await target('DescribeRepositories', '{}', {
      authorization: 'AWS4-HMAC-SHA256 x',
    });
    assert.equal(garbled.body.__type, 'IncompleteSignatureException');
    const scheme = await target('DescribeRepositories', '{}', { authorization: 'Bearer x' });
    assert.equal(scheme.body.__type, 'IncompleteSignatureException');
  });

  it('refuses keys that it has not issued', async () => {
    const { status, body } = await target('DescribeRepositories', '{}', {
      authorization: authorization('AKIAIOSFODNN7EXAMPLE'),
    });
    assert.deepEqual([status, body.__type], [400, 'UnrecognizedClientException']);
    assert.equal(body.message, 'The security token included in the request is invalid.');
  });
});

describe('signatures with keys that were issued', () => {
  const user = { accessKeyId: '', secretAccessKey: '' };

  before(async () => {
    const iam = new IAMClient({ endpoint, region, credentials: root });
    await iam.send(new CreateUserCommand({ UserName: 'alice' }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'alice' }));
    user.accessKeyId = AccessKey?.AccessKeyId ?? '';
    user.secretAccessKey = AccessKey?.SecretAccessKey ?? '';
  });

  it('are valid with the right secret', async () => {
    const sts = new STSClient({ endpoint, region, credentials: user });
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    assert.equal(Arn, `arn:aws:iam::${account}:user/alice`);
  });

  it('fail with a wrong secret, with the message of each protocol', async () => {
    const wrong = { ...user, secretAccessKey: 'not-it' };
    await assert.rejects(
      new STSClient({ endpoint, region, credentials: wrong }).send(
        new GetCallerIdentityCommand({}),
      ),
      { name: 'SignatureDoesNotMatch' },
    );
    await assert.rejects(
      new ECRClient({ endpoint, region, credentials: wrong }).send(
        new GetAuthorizationTokenCommand({}),
      ),
      { name: 'InvalidSignatureException' },
    );
  });

  it('fail outside the window of fifteen minutes', async () => {
    for (const offset of [-16 * 60_000, 16 * 60_000]) {
      const ecr = new ECRClient({
        endpoint,
        region,
        credentials: user,
        systemClockOffset: offset,
        maxAttempts: 1,
      });
      await assert.rejects(ecr.send(new GetAuthorizationTokenCommand({})), (error: Error) => {
        assert.equal(error.name, 'InvalidSignatureException');
        assert.match(error.message, offset < 0 ? /Signature expired/ : /Signature not yet current/);
        return true;
      });
    }
  });

  it('fail when their session has expired, or its token is another', async () => {
    const sts = new STSClient({ endpoint, region, credentials: user });
    const { Credentials } = await sts.send(new GetSessionTokenCommand({ DurationSeconds: 900 }));
    const session = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    };
    const identity = (credentials: object) =>
      new STSClient({ endpoint, region, credentials: credentials as typeof session }).send(
        new GetCallerIdentityCommand({}),
      );
    assert.equal((await identity(session)).Arn, `arn:aws:iam::${account}:user/alice`);
    await assert.rejects(identity({ ...session, sessionToken: 'forged' }), {
      name: 'InvalidClientTokenId',
    });
    running.local.core.clock.advance(16 * 60_000);
    await assert.rejects(identity(session), { name: 'ExpiredToken' });
    running.local.core.clock.set(Date.now());
  });

  it('allow nothing that no policy allows', async () => {
    const ecr = new ECRClient({ endpoint, region, credentials: user });
    await assert.rejects(ecr.send(new CreateRepositoryCommand({ repositoryName: 'mine' })), {
      name: 'AccessDeniedException',
      message: `User: arn:aws:iam::${account}:user/alice is not authorized to perform: ecr:CreateRepository on resource: arn:aws:ecr:${region}:${account}:repository/mine because no identity-based policy allows the ecr:CreateRepository action`,
    });
  });
});

describe('the admin routes', () => {
  const admin = async (route: string, body: string) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${endpoint}/_hawser/${route}`, { method: 'POST', headers, body });
    const { error } = (await answer.json()) as { error?: { message: string } };
    return { status: answer.status, message: error?.message ?? '' };
  };

  it('name the field and the fix', async () => {
    const rows: [string, string, RegExp][] = [
      ['clock', '{', /must be a JSON object/],
      ['clock', '{}', /give "advance" .* or "set"/],
      ['clock', '{"advance":"1h","set":"2026-01-01T00:00:00Z"}', /not both/],
      ['clock', '{"advance":"soon"}', /"advance" takes a duration such as 13h/],
      ['clock', '{"set":"never"}', /"set" takes a time such as/],
      ['break', '{}', /"cause" must be a string/],
      ['break', '{"cause":"HW9999"}', /these can: HW0101/],
      ['break', '{"cause":"HW0703"}', /needs "target" to name: role/],
      ['break', '{"cause":"HW0703","target":{"role":"me"}}', /"me" is not the ARN of a role/],
      ['heal', '{"cause":"HW0703"}', /HW0703 is not injected/],
      ['nodes', '{"name":"Not A Name"}', /"name" must match/],
    ];
    for (const [route, body, words] of rows) {
      const { status, message } = await admin(route, body);
      assert.equal(status, 400, body);
      assert.match(message, words);
    }
  });
});
