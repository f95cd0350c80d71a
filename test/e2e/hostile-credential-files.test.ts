// Files of the credential programs that are pipes, links or without end.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { type Answering, startAnswering, tokenAnswer } from '../support/answering.ts';

const hawser = join(import.meta.dirname, '../../bin/hawser.js');
const host = '111122223333.dkr.ecr.us-west-2.amazonaws.com';
const root = mkdtempSync(join(tmpdir(), 'hawser-hostile-'));
after(() => rmSync(root, { recursive: true, force: true }));

/** Milliseconds after which a command counts as hanging; each takes less than a second. */
const hanging = 30_000;

function pipeIn(folder: string, name: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, name);
  spawnSync('mkfifo', ['-m', '600', path]);
  return path;
}

describe('files of the credential programs', () => {
  let aws: Answering;
  let folder: string;
  before(async () => {
    aws = await startAnswering((_, response) => void response.end(tokenAnswer()));
  });
  after(() => aws.close());
  beforeEach(() => {
    folder = mkdtempSync(join(root, 'case-'));
  });

  const request = JSON.stringify({
    kind: 'CredentialProviderRequest',
    apiVersion: 'credentialprovider.kubelet.k8s.io/v1',
    image: `${host}/app`,
  });
  /** The same, without holding up the server that answers it in this process. */
  const runAside = (args: readonly string[], environment: Record<string, string>, input = '') =>
    new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) => {
      const child = spawn(process.execPath, [hawser, ...args], {
        env: {
          PATH: process.env.PATH,
          HOME: folder,
          AWS_ENDPOINT_URL: aws.endpoint,
          AWS_ACCESS_KEY_ID: 'test',
          AWS_SECRET_ACCESS_KEY: 'test',
          ...environment,
        },
      });
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (piece) => {
        stdout += piece;
      });
      child.stderr.on('data', (piece) => {
        stderr += piece;
      });
      const timer = setTimeout(() => child.kill('SIGKILL'), hanging);
      child.on('close', (status) => {
        clearTimeout(timer);
        resolve({ status, stdout, stderr });
      });
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
    });
  const provide = (environment: Record<string, string>, ...flags: string[]) =>
    runAside(['credential-provider', ...flags], environment, request);

  it('that are named pipes do not block the provider', async () => {
    const state = join(folder, 'state');
    pipeIn(state, 'credential-failures.jsonl');
    const config = pipeIn(join(folder, '.aws'), 'config');
    const credentials = pipeIn(join(folder, '.aws'), 'credentials');
    const cache = join(folder, 'cache');
    pipeIn(cache, 'key');
    const { status, stdout, stderr } = await provide(
      {
        HAWSER_STATE_DIR: state,
        AWS_CONFIG_FILE: config,
        AWS_SHARED_CREDENTIALS_FILE: credentials,
      },
      '--cache',
      cache,
    );
    assert.equal(status, 0, stderr);
    assert.match(stdout, /"password":"pass"/);
  });

  it('that have hundreds of megabytes are read at their end only', async () => {
    const state = join(folder, 'state');
    mkdirSync(state);
    const ring = join(state, 'credential-failures.jsonl');
    writeFileSync(ring, '');
    truncateSync(ring, 300 * 1024 * 1024);
    const { status } = await provide({ HAWSER_STATE_DIR: state, AWS_ECR_ROLE_ARN: '' });
    assert.equal(status, 0);
  });

  it('that are links to elsewhere are not written to', async () => {
    const state = join(folder, 'state');
    mkdirSync(state);
    writeFileSync(join(folder, 'precious'), 'mine');
    symlinkSync(join(folder, 'precious'), join(state, 'credential-failures.jsonl'));
    const { status } = await runAside(['credential-provider'], { HAWSER_STATE_DIR: state }, '{}');
    assert.equal(status, 1);
    assert.equal(readFileSync(join(folder, 'precious'), 'utf8'), 'mine');
  });

  it('a state folder below /proc blocks nothing', async () => {
    const { status, stderr } = await runAside(
      ['credential-provider'],
      { HAWSER_STATE_DIR: '/proc/x/y' },
      '{}',
    );
    assert.equal(status, 1);
    assert.match(stderr, /^HW0551 /);
  });

  it('hawser login keeps a linked docker configuration linked, and leaves no temporary file', async () => {
    mkdirSync(join(folder, 'dotfiles'));
    const real = join(folder, 'dotfiles', 'config.json');
    const config = join(folder, 'docker');
    mkdirSync(config);
    writeFileSync(real, '{}');
    symlinkSync(real, join(config, 'config.json'));
    const { status, stderr } = await runAside(['login', host, '--plain'], {
      DOCKER_CONFIG: config,
    });
    assert.equal(status, 0, stderr);
    assert.ok(lstatSync(join(config, 'config.json')).isSymbolicLink());
    assert.deepEqual(Object.keys(JSON.parse(readFileSync(real, 'utf8')).auths), [host]);
    assert.deepEqual(readdirSync(join(folder, 'dotfiles')), ['config.json']);
  });

  it('hawser login ends when the credential store is not installed', async () => {
    writeFileSync(join(folder, 'config.json'), '{"credsStore":"not-there"}');
    const { status, stderr } = await runAside(['login', host], { DOCKER_CONFIG: folder });
    assert.equal(status, 1);
    assert.match(stderr, /docker-credential-not-there: .*ENOENT/);
  });
});
