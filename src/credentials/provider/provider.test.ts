// The kubelet's exec protocol as tables. Sources: cloud-provider-aws, cmd/ecr-credential-provider
// (plugin_test.go, main_test.go: hosts, durations, refusals); Kubernetes, kubelet/pkg/apis/credentialprovider;
// KEP-4412 (service account tokens); Amazon ECR API Reference, GetAuthorizationToken (12 hours).
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TokenAnswer } from '../../aws/client/ecr-token.ts';
import { CallError } from '../../aws/client/errors.ts';
import { asCredentialError, asRoleError } from '../aws-errors.ts';
import { CredentialError, failures } from '../errors.ts';
import { parseHostMap, registryOf } from '../registry.ts';
import { readToken } from '../token.ts';
import { parseRequest } from './protocol.ts';
import { type ProvideOptions, provide } from './provide.ts';

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

interface Ask extends Partial<ProvideOptions> {
  /** ECR's answer. */
  readonly answer?: TokenAnswer | undefined;
}

async function ask(text: string, options: Ask = {}) {
  const asked: unknown[] = [];
  const answer = { authorizationToken: token, expiresAt: now + 12 * hour, now };
  const line = await provide(parseRequest(text), {
    hosts: new Map(),
    obtain: async (registry, pod) => {
      asked.push(registry.kind === 'private' ? registry.ecr.region : 'public', pod);
      return readToken('answer' in options ? options.answer : answer);
    },
    ...options,
  });
  return { line, asked };
}

const refusal = (kind: CredentialError['kind'], message?: string) => (error: unknown) => {
  assert.ok(error instanceof CredentialError, String(error));
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
    it(`is answered in version ${version}`, async () => {
      const { line } = await ask(request({ apiVersion: `${group}/${version}` }));
      assert.equal(JSON.parse(line).apiVersion, `${group}/${version}`);
    });
  }

  const bad: [string, string, string][] = [
    ['no JSON', 'secret-token', 'stdin is not JSON'],
    ['a list', '[]', 'stdin is not a JSON object'],
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
    it(`of ${name} is recognised`, () => {
      const registry = registryOf(name, new Map());
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
    '111122223333.dkr.ecr.us-west-2.amazonaws.com.cn',
    '111122223333.dkr.ecr.cn-north-1.amazonaws.com',
    '111122223333.dkr.ecr.us-west2.amazonaws.com',
    'evil.example:443',
  ];
  for (const name of foreign) {
    it(`of ${name} gets no ECR password`, async () => {
      await assert.rejects(ask(request({ image: `${name}/app` })), refusal('foreignHost'));
    });
  }

  it('may be a mapped alias', async () => {
    const hosts = parseHostMap([`mirror.corp=${host}`]);
    const { line, asked } = await ask(request({ image: 'mirror.corp:5000/app' }), { hosts });
    assert.deepEqual(Object.keys(JSON.parse(line).auth), ['mirror.corp:5000']);
    assert.equal(asked[0], 'us-west-2');
    assert.throws(() => parseHostMap(['mirror.corp=docker.io']), refusal('configuration'));
  });
});

describe('the cache duration', () => {
  const rows: [string, number | undefined, string][] = [
    ['half of 12 hours', 12 * hour, '6h0m0s'],
    ['half of 12 hours where the clock is so far behind that it looks longer', 40 * hour, '6h0m0s'],
    ['half of what is left, in whole seconds', 3601_000, '30m0s'],
    ['nothing of a single second', 1000, '0s'],
    ['nothing of a token that has expired', -hour, '0s'],
    ['nothing of a token without an end', undefined, '0s'],
  ];
  for (const [what, left, expected] of rows) {
    it(`is ${what}`, async () => {
      const expiresAt = left === undefined ? {} : { expiresAt: now + left };
      const { line } = await ask(request(), {
        answer: { authorizationToken: token, now, ...expiresAt },
      });
      assert.equal(JSON.parse(line).cacheDuration, expected);
    });
  }
});

describe('a token of ECR', () => {
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
        ask(request(), { answer: data && { ...data, now } }),
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

  it('is refused for a token without a role, where a role is required', async () => {
    const required = ask(request({ serviceAccountToken }), { requireRole: true });
    await assert.rejects(required, refusal('noRole'));
    assert.deepEqual((await ask(request(), { requireRole: true })).asked, ['us-west-2', undefined]);
  });
});

describe('failures', () => {
  const service = (awsCode: string) => new CallError('SERVICE', awsCode, { awsCode });
  const rows: [CallError, CredentialError['kind']][] = [
    [new CallError('NO_CREDENTIALS', ''), 'noIdentity'],
    [new CallError('MISCONFIGURED', ''), 'configuration'],
    [new CallError('UNREACHABLE', ''), 'unreachable'],
    [new CallError('TIMEOUT', ''), 'tooSlow'],
    [new CallError('NOT_AWS', ''), 'unusableToken'],
    [service('UnrecognizedClientException'), 'badIdentity'],
    [service('ExpiredTokenException'), 'badIdentity'],
    [service('AccessDeniedException'), 'denied'],
    [service('ThrottlingException'), 'throttled'],
    [service('ServerException'), 'api'],
  ];
  for (const [thrown, kind] of rows) {
    it(`${thrown.code} ${thrown.awsCode ?? ''} is ${failures[kind].code}`, () =>
      assert.equal(asCredentialError(thrown).kind, kind));
  }

  it('to assume a role are attributed to the role only where STS refuses it', () => {
    assert.equal(asRoleError(service('AccessDenied')).kind, 'assumeRole');
    assert.equal(asRoleError(service('InternalFailure')).kind, 'api');
    assert.equal(asRoleError(service('Throttling')).kind, 'throttled');
  });

  it('each have their own code', () => {
    const codes = Object.values(failures).map(({ code }) => code);
    assert.equal(new Set(codes).size, codes.length);
  });
});
