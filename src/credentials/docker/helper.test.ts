// The protocol of docker-credential-helpers, as docker, podman, skopeo, buildah, crane, oras and helm use it.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import { type Answering, startAnswering, tokenAnswer } from '../../../test/support/answering.ts';
import { runDockerHelper } from './main.ts';

const host = '111122223333.dkr.ecr.us-west-2.amazonaws.com';
const folder = mkdtempSync(join(tmpdir(), 'hawser-docker-'));
let aws: Answering;
before(async () => {
  aws = await startAnswering((_asked, response) => response.end(tokenAnswer()));
});
after(async () => {
  await aws.close();
  rmSync(folder, { recursive: true, force: true });
});

function run(args: string[], input = '', environment: Record<string, string> = {}) {
  return runDockerHelper({
    args,
    stdin: Readable.from([Buffer.from(input)]),
    version: '1.2.3',
    environment: {
      HOME: folder,
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      ...environment,
    },
  });
}
const nobody = {
  AWS_ACCESS_KEY_ID: '',
  AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:9',
  HAWSER_TOKEN_CACHE: 'off',
};

describe('docker-credential-hawser', () => {
  for (const url of [host, `https://${host}`, `https://${host}/v2/`, `${host}\n`]) {
    it(`gets credentials for ${JSON.stringify(url)}`, async () => {
      const { exitCode, stdout } = await run(['get'], url);
      assert.equal(exitCode, 0);
      const expected = { ServerURL: url.trim(), Username: 'AWS', Secret: 'pass' };
      assert.deepEqual(JSON.parse(stdout), expected);
    });
  }

  it('gets credentials for the mapped host of a mirror', async () => {
    const environment = { HAWSER_REGISTRY_HOSTS: `127.0.0.1:5000=${host}` };
    assert.equal((await run(['get'], '127.0.0.1:5000', environment)).exitCode, 0);
  });

  const refused: [string, string[], string, RegExp, Record<string, string>?][] = [
    [
      'another registry, so that clients go on without',
      ['get'],
      'https://index.docker.io/v1/',
      /^credentials not found in native keychain\n$/,
    ],
    [
      'a public registry where nobody is logged in',
      ['get'],
      'public.ecr.aws',
      /^credentials not found in native keychain\n$/,
      nobody,
    ],
    [
      'a private one where nobody is logged in, with the reason',
      ['get'],
      host,
      /^HW0553 node-identity: .*; fix: [^\n]+\n$/,
      nobody,
    ],
    ['no server', ['get'], '\n', /^no credentials server URL\n$/],
    [
      'a login to another registry',
      ['store'],
      '{"ServerURL":"docker.io","Username":"me","Secret":"s3cret"}',
      /^HW0565 (?!.*s3cret)/,
    ],
    [
      'a login without a server',
      ['store'],
      '{"Username":"me","Secret":"s"}',
      /^no credentials server URL\n$/,
    ],
    [
      'a login without a user',
      ['store'],
      `{"ServerURL":"${host}","Secret":"s"}`,
      /^no credentials username\n$/,
    ],
    ['a login that is no JSON', ['store'], 's3cret', /^HW0551 (?!.*s3cret)/],
    ['nothing to do', [], '', /^Usage: /],
    ['something else to do', ['fetch'], '', /^Usage: /],
    ['two things to do', ['get', 'list'], '', /^Usage: /],
  ];
  for (const [what, args, input, stdout, environment] of refused) {
    it(`refuses ${what}`, async () => {
      const result = await run(args, input, environment);
      assert.equal(result.exitCode, 1);
      assert.match(result.stdout, stdout);
    });
  }

  it('prints the reason on stderr too, which is all that docker shows, without the texts that clients look for', async () => {
    const { stdout, stderr } = await run(['get'], host, nobody);
    assert.equal(stderr, stdout);
    assert.equal((await run(['get'], 'docker.io')).stderr, '');
  });

  it('accepts a login to ECR and stores nothing', async () => {
    const input = JSON.stringify({ ServerURL: host, Username: 'AWS', Secret: 'old' });
    assert.deepEqual(await run(['store'], input), { exitCode: 0, stdout: '', stderr: '' });
    assert.equal(JSON.parse((await run(['get'], host)).stdout).Secret, 'pass');
  });

  it('lists what it caches and removes what is refused, without a request', async () => {
    await run(['get'], host);
    const before = aws.asked.length;
    assert.equal((await run(['list'])).stdout, `{"https://${host}":"AWS"}\n`);
    assert.equal((await run(['erase'], `https://${host}`)).exitCode, 0);
    assert.equal((await run(['list'])).stdout, '{}\n');
    assert.equal(aws.asked.length, before);
    await run(['get'], host);
    assert.equal(aws.asked.length, before + 1);
  });

  it('prints its version', async () =>
    assert.equal((await run(['version'])).stdout, 'docker-credential-hawser (hawser) 1.2.3\n'));
});
