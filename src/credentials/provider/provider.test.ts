import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { describe, it } from 'node:test';
import { asProviderError } from './aws-errors.ts';
import { failures, ProviderError } from './errors.ts';
import { runCredentialProvider } from './main.ts';
import { parseRequest } from './protocol.ts';
import { type ProvideOptions, provide } from './provide.ts';
import { parseHostMap, registryOf } from './registry.ts';

const group = 'credentialprovider.kubelet.k8s.io';
const host = '111122223333.dkr.ecr.us-west-2.amazonaws.com';
const hour = 3_600_000;
const now = Date.parse('2026-01-01T00:00:00Z');
const token = Buffer.from('AWS:pass').toString('base64');

const request = (fields: object = {}) =>
  JSON.stringify({
    kind: 'CredentialProviderRequest',
    apiVersion: `${group}/v1`,
    image: `${host}/app`,
    ...fields,
  });

async function ask(text: string, options: Partial<ProvideOptions> = {}) {
  const asked: unknown[] = [];
  const line = await provide(parseRequest(text), {
    hosts: {},
    now: () => now,
    ...options,
    authorize: async (registry, identity) => {
      asked.push(registry.kind === 'private' ? registry.ecr.region : 'public', identity);
      return options.authorize
        ? options.authorize(registry, identity)
        : { authorizationToken: token, expiresAt: new Date(now + 12 * hour) };
    },
  });
  return { line, asked };
}

const refusal = (kind: ProviderError['kind'], message?: string) => (error: unknown) => {
  assert.ok(error instanceof ProviderError, String(error));
  assert.equal(error.kind, kind);
  if (message !== undefined) assert.equal(error.message, message);
  return true;
};

describe('the exec protocol', () => {
  it('is answered with exactly this line', async () => {
    assert.equal(
      (await ask(request())).line,
      `{"kind":"CredentialProviderResponse","apiVersion":"${group}/v1","cacheKeyType":"Registry","cacheDuration":"6h0m0s","auth":{"${host}":{"username":"AWS","password":"pass"}}}`,
    );
  });

  for (const version of ['v1', 'v1beta1', 'v1alpha1']) {
    it(`is answered in kind for ${version}`, async () => {
      const { line } = await ask(request({ apiVersion: `${group}/${version}` }));
      assert.equal(JSON.parse(line).apiVersion, `${group}/${version}`);
    });
  }

  const bad: [string, string, string][] = [
    ['no JSON', 'secret-token', 'stdin holds no JSON'],
    ['a list', '[]', 'stdin holds no JSON object'],
    [
      'another kind',
      request({ kind: 'Pod' }),
      'kind was "Pod", expected CredentialProviderRequest',
    ],
    [
      'another group',
      request({ apiVersion: 'kubelet.config.k8s.io/v1' }),
      'group version "kubelet.config.k8s.io/v1" is not supported',
    ],
    ['no image', request({ image: '' }), 'image in plugin request was empty'],
  ];
  for (const [what, text, message] of bad) {
    it(`refuses ${what}`, () =>
      assert.throws(() => parseRequest(text), refusal('request', message)));
  }
});

describe('the registry behind a host', () => {
  const known: [string, object | string][] = [
    [host, { region: 'us-west-2' }],
    ['123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn', { partition: 'aws-cn' }],
    ['123456789012.dkr.ecr-fips.us-gov-east-1.amazonaws.com', { fips: true }],
    ['123456789012.dkr-ecr.us-west-2.on.aws', { dualStack: true }],
    ['123456789012.dkr-ecr-fips.us-west-2.on.aws', { dualStack: true, fips: true }],
    ['123456789012.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn', { dualStack: true }],
    ['123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov', { partition: 'aws-iso' }],
    ['123456789012.dkr.ecr.us-isob-east-1.sc2s.sgov.gov', { partition: 'aws-iso-b' }],
    ['123456789012.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk', { partition: 'aws-iso-e' }],
    ['123456789012.dkr.ecr.us-isof-east-1.csp.hci.ic.gov', { partition: 'aws-iso-f' }],
    ['123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu', { partition: 'aws-eusc' }],
    ['123456789012.dkr.ecr.us-east-1.localhost:4566', { suffix: 'localhost' }],
    ['public.ecr.aws', 'public'],
    ['ecr-public.aws.com', 'public'],
  ];
  for (const [name, expected] of known) {
    it(`of ${name} is known`, () => {
      const registry = registryOf(name, {});
      if (registry.kind === 'public') assert.equal(expected, 'public');
      else assert.partialDeepStrictEqual(registry.ecr, expected as object);
    });
  }

  const foreign = [
    'registry.k8s.io',
    'docker.io',
    '11112222333.dkr.ecr.us-west-2.amazonaws.com',
    '1111222233334.dkr.ecr.us-west-2.amazonaws.com',
    '11112222333a.dkr.ecr.us-west-2.amazonaws.com',
    '111122223333.dkr.ecr.us-west-2.amazonaws.com.evil.example',
    '111122223333.ecr.us-west-2.amazonaws.com',
    'evil.example:443',
  ];
  for (const name of foreign) {
    it(`of ${name} gets no ECR password`, async () => {
      await assert.rejects(ask(request({ image: `${name}/app` })), refusal('foreignHost'));
    });
  }

  it('may be an alias that is mapped', async () => {
    const hosts = parseHostMap([`mirror.corp=${host}`]);
    const { line, asked } = await ask(request({ image: 'mirror.corp:5000/app' }), { hosts });
    assert.deepEqual(Object.keys(JSON.parse(line).auth), ['mirror.corp:5000']);
    assert.equal(asked[0], 'us-west-2');
    assert.throws(() => parseHostMap(['mirror.corp=docker.io']), refusal('request'));
  });
});

describe('the cache duration', () => {
  const rows: [string, number | undefined, string][] = [
    ['half of 12 hours', 12 * hour, '6h0m0s'],
    ['half of what is left, in whole seconds', 3601_000, '30m0s'],
    ['nothing of a single second', 1000, '0s'],
    ['nothing of a token that has expired', -hour, '0s'],
    ['nothing of a token without an end', undefined, '0s'],
  ];
  for (const [what, left, expected] of rows) {
    it(`is ${what}`, async () => {
      const expiresAt = left === undefined ? undefined : new Date(now + left);
      const authorize = async () => ({ authorizationToken: token, expiresAt });
      const { line } = await ask(request(), { authorize });
      assert.equal(JSON.parse(line).cacheDuration, expected);
    });
  }
});

describe('a token that ECR answers', () => {
  const bad: [string, object | undefined, string][] = [
    ['is missing', undefined, 'authorization data was empty'],
    ['is empty', {}, 'authorization token in response was nil'],
    [
      'has no colon',
      { authorizationToken: Buffer.from('secret').toString('base64') },
      'error parsing username and password from authorization token',
    ],
  ];
  for (const [what, data, message] of bad) {
    it(`and ${what} is refused`, () =>
      assert.rejects(
        ask(request(), { authorize: async () => data }),
        refusal('unusableToken', message),
      ));
  }
});

describe('the identity that asks', () => {
  const annotation = 'eks.amazonaws.com/ecr-role-arn';
  const serviceAccountToken = 'jwt';
  const annotated = { [annotation]: 'arn:role/a' };
  const rows: [string, object, string | undefined, string | undefined][] = [
    ['the node without a token', {}, 'arn:role/env', undefined],
    ['the node for a token without a role', { serviceAccountToken }, undefined, undefined],
    ["the environment's role", { serviceAccountToken }, 'arn:role/env', 'arn:role/env'],
    [
      "the annotation's role before the environment's",
      { serviceAccountToken, serviceAccountAnnotations: annotated },
      'arn:role/env',
      'arn:role/a',
    ],
    [
      "the environment's role when the annotation is empty",
      { serviceAccountToken, serviceAccountAnnotations: { [annotation]: '' } },
      'arn:role/env',
      'arn:role/env',
    ],
  ];
  for (const [what, fields, defaultRoleArn, roleArn] of rows) {
    it(`is ${what}`, async () => {
      const { asked } = await ask(request(fields), { defaultRoleArn });
      assert.deepEqual(asked[1], roleArn && { roleArn, token: 'jwt' });
    });
  }
});

describe('errors of AWS', () => {
  const error = (name: string, fields: object = {}) =>
    Object.assign(new Error('text'), { name }, fields);
  const rows: [Error, ProviderError['kind']][] = [
    [error('CredentialsProviderError'), 'noIdentity'],
    [error('UnrecognizedClientException'), 'badIdentity'],
    [error('ExpiredTokenException'), 'badIdentity'],
    [error('AccessDeniedException'), 'denied'],
    [error('ThrottlingException'), 'throttled'],
    [error('Error', { code: 'ENOTFOUND' }), 'unreachable'],
    [error('TimeoutError'), 'unreachable'],
    [error('ServerException'), 'api'],
  ];
  for (const [thrown, kind] of rows) {
    it(`${thrown.name} ${'code' in thrown ? thrown.code : ''} is ${failures[kind].code}`, () =>
      assert.equal(asProviderError(thrown, new AbortController().signal).kind, kind));
  }

  it('have each a code of their own', () => {
    const codes = Object.values(failures).map(({ code }) => code);
    assert.equal(new Set(codes).size, codes.length);
  });
});

describe('a run', () => {
  const run = (text: string, environment: Record<string, string> = {}, timeLimit?: number) =>
    runCredentialProvider({
      stdin: Readable.from([Buffer.from(text)]),
      environment,
      maps: [],
      ...(timeLimit ? { timeLimit } : {}),
    });

  it('that fails writes one line to stderr and nothing to stdout', async () => {
    const result = await run(request({ image: 'registry.k8s.io/pause' }));
    assert.deepEqual([result.exitCode, result.stdout], [1, '']);
    assert.match(
      result.stderr,
      /^HW0552 image-reference: registry\.k8s\.io is not an ECR registry; fix: [^\n]+\n$/,
    );
  });

  it('maps hosts from the environment', async () => {
    const result = await run('{}', { HAWSER_REGISTRY_HOSTS: 'mirror.corp=docker.io' });
    assert.equal(result.exitCode, 1);
  });

  it('asks the endpoint of AWS_ENDPOINT_URL with the credentials of the environment', async () => {
    const seen: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers['x-amz-target'] as string, request.headers.authorization);
      const expiresAt = Math.floor(Date.now() / 1000) + 43_200;
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      response.end(
        JSON.stringify({ authorizationData: [{ authorizationToken: token, expiresAt }] }),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const environment = {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    };
    const before = { ...process.env };
    Object.assign(process.env, environment);
    try {
      const fips = host.replace('.ecr.', '.ecr-fips.');
      const result = await run(request({ image: `${fips}/app` }), environment);
      assert.equal(result.stderr, '');
      assert.deepEqual(JSON.parse(result.stdout).auth, {
        [fips]: { username: 'AWS', password: 'pass' },
      });
      assert.equal(seen[0], 'AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken');
      assert.match(seen[1] ?? '', /us-west-2\/ecr\/aws4_request/);
    } finally {
      process.env = before;
      server.close();
      server.closeAllConnections();
    }
  });

  it('that takes too long ends by itself, with a reason', async () => {
    const server = createServer(() => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const before = { ...process.env };
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    });
    try {
      const result = await run(request(), {}, 200);
      assert.match(result.stderr, /^HW0560 network: no answer from AWS in time/);
    } finally {
      process.env = before;
      server.close();
      server.closeAllConnections();
    }
  });
});
