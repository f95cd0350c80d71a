// What bad input gets: AWS's own answer, nothing half-written, and the process stays up.

import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { after, before, describe, it } from 'node:test';
import {
  CreateRepositoryCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr';
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { type Running, startLocal } from '../../src/local/up.ts';
import { digestOf } from '../../src/oci/digest.ts';
import { testOptions } from '../support/options.ts';

const account = '444455556666';
const region = 'us-east-1';
const root = { accessKeyId: account, secretAccessKey: 'x' };

let running: Running;
let endpoint = '';
let token = '';

before(async () => {
  running = await startLocal(testOptions(account), () => undefined);
  endpoint = running.local.endpoint;
  const ecr = new ECRClient({ endpoint, region, credentials: root });
  await ecr.send(new CreateRepositoryCommand({ repositoryName: 'app' }));
  const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
  token = authorizationData?.[0]?.authorizationToken ?? '';
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

async function registry(
  method: string,
  path: string,
  body?: string | Uint8Array,
  headers: Record<string, string> = {},
) {
  const answer = await fetch(`${endpoint}/v2/${path}`, {
    method,
    headers: { authorization: `Basic ${token}`, ...headers },
    ...(body === undefined ? {} : { body: body as string }),
    redirect: 'manual',
  });
  const text = await answer.text();
  return { status: answer.status, text, headers: answer.headers };
}

async function upload(content: string): Promise<string> {
  const begun = await registry('POST', 'app/blobs/uploads/');
  const location = begun.headers.get('location')?.replace('/v2/', '') ?? '';
  const digest = digestOf(content);
  await registry('PUT', `${location}?digest=${digest}`, content);
  return digest;
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

  it('bounds deep nesting', async () => {
    const deep = `{"tags":${'['.repeat(100_000)}`;
    assert.equal((await target('CreateRepository', deep)).body.__type, 'SerializationException');
  });

  it('names an operation that it does not know', async () => {
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

  it('says that nothing was signed, or not legibly', async () => {
    const none = await target('DescribeRepositories', '{}', { authorization: '' });
    assert.deepEqual([none.status, none.body.__type], [400, 'MissingAuthenticationTokenException']);
    const garbled = await target('DescribeRepositories', '{}', {
      authorization: 'AWS4-HMAC-SHA256 x',
    });
    assert.equal(garbled.body.__type, 'IncompleteSignatureException');
    const scheme = await target('DescribeRepositories', '{}', { authorization: 'Bearer x' });
    assert.equal(scheme.body.__type, 'IncompleteSignatureException');
  });

  it('does not know keys that it has not issued', async () => {
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

  it('hold for whoever has the secret', async () => {
    const sts = new STSClient({ endpoint, region, credentials: user });
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    assert.equal(Arn, `arn:aws:iam::${account}:user/alice`);
  });

  it('fail with a wrong secret, in each protocol’s words', async () => {
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

  it('fail when their session has run out, or its token is another', async () => {
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

  it('let nobody do what no policy allows', async () => {
    const ecr = new ECRClient({ endpoint, region, credentials: user });
    await assert.rejects(ecr.send(new CreateRepositoryCommand({ repositoryName: 'mine' })), {
      name: 'AccessDeniedException',
      message: `User: arn:aws:iam::${account}:user/alice is not authorized to perform: ecr:CreateRepository on resource: arn:aws:ecr:${region}:${account}:repository/mine because no identity-based policy allows the ecr:CreateRepository action`,
    });
  });
});

describe('the registry', () => {
  const errorOf = (text: string): string =>
    (JSON.parse(text) as { errors: { code: string }[] }).errors[0]?.code ?? '';

  it('refuses tokens that are missing or another user’s, in ECR’s words', async () => {
    const password = Buffer.from(token, 'base64').toString().split(':')[1];
    for (const credentials of ['', 'AWS:', `root:${password}`]) {
      const encoded = Buffer.from(credentials).toString('base64');
      const answer = await registry('GET', '', undefined, { authorization: `Basic ${encoded}` });
      assert.equal(answer.status, 401);
      assert.equal(answer.text, 'Not Authorized\n');
      assert.equal(
        answer.headers.get('www-authenticate'),
        `Basic realm="https://${account}.dkr.ecr.${region}.amazonaws.com/",service="ecr.amazonaws.com"`,
      );
    }
  });

  it('refuses a password that is malformed, and a token of another Region', async () => {
    const invalid =
      '{"errors":[{"code":"DENIED","message":"Your Authorization Token is invalid."}]}\n';
    const password = Buffer.from(token, 'base64').toString().split(':')[1] ?? '';
    const forged = `${password.slice(0, -2)}${password.endsWith('AA') ? 'BB' : 'AA'}`;
    for (const malformed of ['secret', forged, `${password} `]) {
      const authorization = `Basic ${Buffer.from(`AWS:${malformed}`).toString('base64')}`;
      const answer = await registry('GET', '', undefined, { authorization });
      assert.deepEqual([answer.status, answer.text], [400, invalid]);
    }
    const other = await registry('GET', `${account}.dkr.ecr.eu-west-1.amazonaws.com/app/tags/list`);
    assert.deepEqual([other.status, other.text], [400, invalid]);
  });

  it('refuses hosts that are meant for ECR and are malformed, whoever asks', async () => {
    for (const host of [
      '12345.dkr.ecr.us-east-1.amazonaws.com',
      `${account}.dkr.ecr.nowhere.amazonaws.com`,
      `${account}.dkr.ecr.us-east-1.example.com`,
    ]) {
      const answer = await registry('GET', `${host}/app/tags/list`, undefined, {
        authorization: '',
      });
      assert.deepEqual([answer.status, errorOf(answer.text)], [400, 'NAME_INVALID'], host);
      assert.match(
        answer.text,
        /is not the host of an ECR registry: it must be <12-digit account>/,
      );
    }
  });

  it('refuses expired tokens', async () => {
    running.local.core.clock.advance(12 * 3_600_000 + 1000);
    const late = await registry('GET', 'app/tags/list');
    running.local.core.clock.set(Date.now());
    assert.equal(late.status, 403);
    assert.match(
      late.text,
      /Your authorization token has expired\. Reauthenticate and try again\./,
    );
  });

  it('knows no path tricks', async () => {
    const rows: [string, number][] = [
      ['app/manifests/..%2f..%2fetc%2fpasswd', 400],
      ['..%2f..%2fetc/manifests/v1', 400],
      ['APP/manifests/v1', 400],
      ['app//x/manifests/v1', 400],
      ['app/blobs/sha256:..%2f..%2fetc', 400],
      ['app/blobs/sha256:abc', 400],
      ['app/blobs/md5:d41d8cd98f00b204e9800998ecf8427e', 400],
      ['app/blobs/uploads/..%2f..', 404],
      ['app/whatever/v1', 404],
      ['nosuch/manifests/v1', 404],
    ];
    for (const [path, status] of rows) {
      const answer = await raw('GET', `/v2/${path}`, { authorization: `Basic ${token}` });
      assert.equal(answer.status, status, path);
    }
  });

  it('takes no manifest over 4 MiB, none that is not one, and none whose layers are missing', async () => {
    const large = await registry('PUT', 'app/manifests/v1', 'x'.repeat(4 * 1024 * 1024 + 1));
    assert.equal(large.status, 413);
    for (const body of ['', '{', '{}', '{"schemaVersion":1}', '\ufffd\0']) {
      const answer = await registry('PUT', 'app/manifests/v1', body);
      assert.deepEqual([answer.status, errorOf(answer.text)], [405, 'UNSUPPORTED'], body);
      assert.match(
        answer.text,
        /'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'/,
      );
    }
    const missing = digestOf('nobody uploaded this');
    const descriptor = {
      mediaType: 'application/vnd.oci.empty.v1+json',
      digest: missing,
      size: 20,
    };
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: descriptor,
      layers: [],
    });
    const type = { 'content-type': 'application/vnd.oci.image.manifest.v1+json' };
    const absent = await registry('PUT', 'app/manifests/v1', manifest, type);
    assert.deepEqual([absent.status, errorOf(absent.text)], [404, 'MANIFEST_BLOB_UNKNOWN']);
    const wrong = await registry('PUT', `app/manifests/${digestOf('x')}`, manifest, type);
    assert.deepEqual([wrong.status, errorOf(wrong.text)], [400, 'DIGEST_INVALID']);
  });

  it('keeps nothing of content with another digest than said', async () => {
    const begun = await registry('POST', 'app/blobs/uploads/');
    const location = begun.headers.get('location')?.replace('/v2/', '') ?? '';
    const digest = digestOf('what was promised');
    const put = await registry('PUT', `${location}?digest=${digest}`, 'what came');
    assert.deepEqual([put.status, errorOf(put.text)], [400, 'BLOB_UPLOAD_INVALID']);
    assert.equal((await registry('HEAD', `app/blobs/${digest}`)).status, 404);
  });

  it('keeps nothing visible of an upload that broke off', async () => {
    const begun = await registry('POST', 'app/blobs/uploads/');
    const location = begun.headers.get('location') ?? '';
    await new Promise<void>((resolve) => {
      const sending = httpRequest(`${endpoint}${location}?digest=${digestOf('complete')}`, {
        method: 'PUT',
        headers: { authorization: `Basic ${token}`, 'content-length': 1000 },
      });
      sending.on('error', () => resolve());
      sending.write('comp');
      setTimeout(() => sending.destroy(), 100);
    });
    assert.equal((await registry('HEAD', `app/blobs/${digestOf('complete')}`)).status, 404);
    assert.equal((await registry('GET', 'app/tags/list')).status, 200);
  });

  it('takes pieces only in their order', async () => {
    const begun = await registry('POST', 'app/blobs/uploads/');
    const location = begun.headers.get('location')?.replace('/v2/', '') ?? '';
    const first = await registry('PATCH', location, 'hello ', { 'content-range': '0-5' });
    assert.deepEqual([first.status, first.headers.get('range')], [201, '0-5']);
    const gap = await registry('PATCH', location, 'world', { 'content-range': '9-13' });
    assert.deepEqual([gap.status, errorOf(gap.text)], [416, 'BLOB_UPLOAD_INVALID']);
    assert.match(gap.text, /First byte of the layer part is 9 instead of 6/);
    await registry('PATCH', location, 'world', { 'content-range': '6-10' });
    const digest = digestOf('hello world');
    assert.equal((await registry('PUT', `${location}?digest=${digest}`)).status, 201);
    assert.equal(
      (await registry('HEAD', `app/blobs/${digest}`)).headers.get('content-length'),
      '11',
    );
  });

  it('sends layers from a presigned URL that can’t be made up and does not last', async () => {
    const digest = await upload('a layer');
    const redirect = await registry('GET', `app/blobs/${digest}`);
    assert.equal(redirect.status, 307);
    const url = redirect.headers.get('location') ?? '';
    assert.equal(await (await fetch(url)).text(), 'a layer');
    const partial = await fetch(url, { headers: { range: 'bytes=2-4' } });
    assert.deepEqual([partial.status, await partial.text()], [206, 'lay']);
    assert.equal(
      (await fetch(url.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')))).status,
      403,
    );
    for (const method of ['HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
      assert.equal((await fetch(url, { method })).status, 403, method);
    }
    running.local.core.clock.advance(2 * 3_600_000);
    const late = await fetch(url);
    running.local.core.clock.set(Date.now());
    assert.equal(late.status, 403);
    assert.match(await late.text(), /Request has expired/);
  });

  it('says at the other account’s door whose fault it is', async () => {
    const answer = await registry(
      'GET',
      `999988887777.dkr.ecr.${region}.amazonaws.com/app/manifests/v1`,
    );
    assert.equal(answer.status, 403);
    assert.match(
      answer.text,
      /because no resource-based policy allows the ecr:BatchGetImage action/,
    );
  });
});

describe('the admin routes', () => {
  const admin = async (route: string, body: string) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${endpoint}/_hawser/${route}`, { method: 'POST', headers, body });
    const { error } = (await answer.json()) as { error?: { message: string } };
    return { status: answer.status, message: error?.message ?? '' };
  };

  it('name the field and the way out', async () => {
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

/** A request whose path goes out exactly as it is written. */
function raw(
  method: string,
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number }> {
  const { port } = new URL(endpoint);
  return new Promise((resolve, reject) => {
    const sending = httpRequest({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0 }));
    });
    sending.on('error', reject);
    sending.end();
  });
}
