// Whole runs of the provider: request on stdin, exit code, stdout, stderr, and the requests to AWS.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { after, describe, it } from 'node:test';
import { startAnswering } from '../../../test/support/answering.ts';
import { host, keys, request, runIn, withAws } from '../../../test/support/provider-run.ts';
import { isFailure } from '../failures/record.ts';
import { readRing } from '../failures/ring.ts';
import type { ProviderProcess } from './main.ts';

const folder = mkdtempSync(join(tmpdir(), 'hawser-provider-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const run = (input: string, options: Partial<ProviderProcess> = {}) =>
  runIn(folder, input, options);

describe('a run that succeeds', () => {
  it('uses the endpoint of AWS_ENDPOINT_URL, signed for the Region of the host', () =>
    withAws(async ({ endpoint, asked }) => {
      const fips = host.replace('.ecr.', '.ecr-fips.');
      const environment = { ...keys, AWS_ENDPOINT_URL: endpoint };
      const result = await run(request({ image: `${fips}/app` }), { environment });
      assert.deepEqual([result.exitCode, result.stderr], [0, '']);
      const { auth, cacheDuration } = JSON.parse(result.stdout);
      assert.deepEqual(auth, { [fips]: { username: 'AWS', password: 'pass1' } });
      assert.match(cacheDuration, /^(6h0m0s|5h59m59s)$/);
      const { headers } = asked[0] ?? assert.fail();
      assert.equal(
        headers['x-amz-target'],
        'AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken',
      );
      assert.match(headers.authorization ?? '', /Credential=test\/\d+\/us-west-2\/ecr\//);
    }));

  it('uses the one Region of ECR Public', () =>
    withAws(async ({ endpoint, asked }) => {
      const environment = { ...keys, AWS_ENDPOINT_URL: endpoint, AWS_REGION: 'eu-west-1' };
      const result = await run(request({ image: 'public.ecr.aws/x/y' }), { environment });
      assert.deepEqual(Object.keys(JSON.parse(result.stdout).auth), ['public.ecr.aws']);
      assert.equal(
        asked[0]?.headers['x-amz-target'],
        'SpencerFrontendService.GetAuthorizationToken',
      );
      assert.match(asked[0]?.headers.authorization ?? '', /us-east-1\/ecr-public\//);
    }));

  it("asks with the service account's role, in the Region of the image", () =>
    withAws(async ({ endpoint, asked }) => {
      const roleArn = 'arn:aws:iam::111122223333:role/app';
      const input = request({
        serviceAccountToken: 'jwt',
        serviceAccountAnnotations: { 'eks.amazonaws.com/ecr-role-arn': roleArn },
      });
      const result = await run(input, { environment: { AWS_ENDPOINT_URL: endpoint } });
      assert.equal(result.exitCode, 0, result.stderr);
      assert.equal(new URLSearchParams(asked[0]?.body).get('WebIdentityToken'), 'jwt');
      assert.match(asked[1]?.headers.authorization ?? '', new RegExp(`Credential=${roleArn}`));
    }));

  it('assumes the roles that are configured for an account', () =>
    withAws(async ({ endpoint, asked }) => {
      const [hub, pull] = ['hub', 'pull'].map((name) => `arn:aws:iam::999988887777:role/${name}`);
      const environment = {
        ...keys,
        AWS_ENDPOINT_URL: endpoint,
        HAWSER_REGISTRY_ROLES: `111122223333=${hub}>${pull}?external-id=xyz`,
      };
      const result = await run(request(), { environment });
      assert.equal(result.exitCode, 0, result.stderr);
      assert.deepEqual(
        asked.map(({ body }) => new URLSearchParams(body).get('RoleArn')),
        [hub, pull, null],
      );
      assert.match(asked[2]?.headers.authorization ?? '', new RegExp(`Credential=${pull}`));
    }));

  it('returns for a mirror the credentials of the registry behind it', () =>
    withAws(async ({ endpoint }) => {
      const environment = { ...keys, AWS_ENDPOINT_URL: endpoint };
      const result = await run(request({ image: '127.0.0.1:5000/app' }), {
        environment: { ...environment, HAWSER_REGISTRY_HOSTS: `127.0.0.1:5000=${host}` },
      });
      assert.deepEqual(Object.keys(JSON.parse(result.stdout).auth), ['127.0.0.1:5000']);
    }));
});

describe('a run that fails', () => {
  const inputs: [string, string, string][] = [
    ['garbage', '\u0000\u0001garbage', 'HW0551'],
    ['nothing', '', 'HW0551'],
    ['a list', '[]', 'HW0551'],
    ['null', 'null', 'HW0551'],
    ['another kind', request({ kind: 'Pod' }), 'HW0551'],
    ['another version', request({ apiVersion: 'credentialprovider.kubelet.k8s.io/v2' }), 'HW0551'],
    ['a number for an image', request({ image: 7 }), 'HW0551'],
    ['an image that is no reference', request({ image: 'a b/c' }), 'HW0551'],
    ['more than a megabyte', request({ image: 'x'.repeat(2_000_000) }), 'HW0551'],
    ['a huge image name', request({ image: `${'x'.repeat(500_000)}/y` }), 'HW0551'],
    ['a huge image name of ECR', request({ image: `${host}/${'x'.repeat(500_000)}` }), 'HW0551'],
    ['a token that is not a string', request({ serviceAccountToken: 7 }), 'HW0551'],
    ['annotations that are no texts', request({ serviceAccountAnnotations: { a: 7 } }), 'HW0551'],
    ['annotations that are a list', request({ serviceAccountAnnotations: [] }), 'HW0551'],
    ['a registry that is not ECR', request({ image: 'registry.k8s.io/pause' }), 'HW0552'],
    ['a name that only begins like ECR', request({ image: `${host}.evil.example/x` }), 'HW0552'],
    ['a node without a role', request(), 'HW0553'],
  ];
  for (const [what, input, code] of inputs) {
    it(`for ${what} writes one line with ${code} to stderr and nothing to stdout`, async () => {
      const result = await run(input);
      assert.deepEqual([result.exitCode, result.stdout], [1, '']);
      assert.match(result.stderr, new RegExp(`^${code} [a-z-]+: [^\\n]+; fix: [^\\n]+$`));
      assert.ok(result.stderr.length < 1_000);
    });
  }

  for (const [name, value] of [
    ['HAWSER_REGISTRY_HOSTS', 'mirror.corp=docker.io'],
    ['HAWSER_REGISTRY_ROLES', 'everybody'],
  ] as const) {
    it(`names what is wrong in ${name}`, async () => {
      const { stderr } = await run(request(), { environment: { [name]: value } });
      assert.match(stderr, /^HW0562 /);
      assert.ok(stderr.includes(value));
    });
  }

  for (const name of ['AWS_ENDPOINT_URL', 'AWS_EC2_METADATA_SERVICE_ENDPOINT']) {
    it(`names ${name} where it is no URL`, async () => {
      const own = name === 'AWS_ENDPOINT_URL' ? keys : {};
      const { stderr } = await run(request(), { environment: { ...own, [name]: 'ftp:/x' } });
      assert.match(stderr, new RegExp(`^HW0562 [^\n]*: ${name} is "ftp:/x", which is not an http`));
    });
  }

  it('without an answer of the container credentials service names that service', async () => {
    const environment = { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:9/v1/credentials' };
    const { stderr } = await run(request(), { environment });
    assert.match(stderr, /^HW0557 network: the container credentials service does not answer: /);
  });

  it('for a request that does not end says so', async () => {
    const result = await run('', { stdin: new PassThrough(), timeLimit: 200 });
    assert.match(result.stderr, /^HW0551 credential-provider: stdin does not end; fix: /);
  });

  it('by taking too long ends by itself', async () => {
    const silent = await startAnswering(() => {});
    const environment = { ...keys, AWS_ENDPOINT_URL: silent.endpoint };
    const result = await run(request(), { environment, timeLimit: 200 });
    await silent.close();
    assert.match(result.stderr, /^HW0560 network: no answer from /);
  });

  it('is stored for the doctor, without secrets, and only the latest fifty', async () => {
    const state = join(folder, 'state');
    const environment = { HAWSER_STATE_DIR: state, AWS_EC2_METADATA_DISABLED: 'true' };
    for (let count = 0; count < 200; count++) {
      await run(request({ image: `example.com/${count}`, serviceAccountToken: 'very-secret' }), {
        environment,
      });
    }
    const kept = await readRing(state);
    assert.equal(kept.length, 50);
    assert.partialDeepStrictEqual(kept.at(-1), {
      program: 'credential-provider',
      wanted: 'example.com/199',
      code: 'HW0552',
      link: 'image-reference',
    });
    assert.ok(kept.every(isFailure));
    const path = join(state, 'credential-failures.jsonl');
    assert.doesNotMatch(readFileSync(path, 'utf8'), /very-secret/);
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.ok(statSync(path).size < 80_000);
  });

  it('reports the reason even where nothing can be stored', async () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    const { stderr } = await run('', { environment: { HAWSER_STATE_DIR: join(file, 'below') } });
    assert.match(stderr, /^HW0551 [^\n]+$/);
  });
});
