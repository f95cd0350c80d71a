// Misuse of the command line: JSON mode stays JSON when it fails, people get the usage on stderr.
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));

function hawser(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    encoding: 'utf8',
    input: '',
  });
  return { status, stdout, stderr };
}

/** Without blocking, for a server in this process. */
function failed(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(process.execPath, [main, ...args]).then(
    () => assert.fail('it worked'),
    (error: { stdout: string; stderr: string }) => error,
  );
}

function errorOf(...args: string[]) {
  const { status, stdout, stderr } = hawser(...args);
  assert.deepEqual([status, stderr], [1, '']);
  return (JSON.parse(stdout) as { error: { code: string; message: string; hint: string } }).error;
}

describe('Misuse of the command line', () => {
  it('is one JSON object on stdout in JSON mode, whatever is wrong', () => {
    const misuses = [
      ['lifecycle', 'preview', '-o', 'json'],
      ['local', 'up', '--port', 'abc', '-ojson'],
      ['local', 'up', '--iam', 'maybe', '--output=json'],
      ['doctor', '-o', 'json'],
      ['nope', '-o', 'json'],
      ['doctor', 'web', '--foo', '-o', 'json'],
    ];
    const errors = misuses.map((args) => errorOf(...args));
    assert.deepEqual(
      errors.map(({ code }) => code),
      misuses.map(() => 'USAGE'),
    );
    assert.match(errors[0]?.message ?? '', /^required option '--policy <file>' not specified$/);
    assert.equal(errors[0]?.hint, 'see hawser lifecycle preview --help');
    assert.equal(errors[4]?.hint, 'see hawser --help');
    assert.equal(errors[5]?.hint, 'see hawser doctor --help');
  });

  it('of hawser iam is JSON without a flag, as its answers are', () => {
    assert.equal(errorOf('iam', 'evaluate', '--bogus').code, 'USAGE');
    assert.equal(errorOf('iam', 'lint', '--policy', '/nowhere').code, 'USAGE');
    assert.equal(hawser('iam', 'evaluate', '--bogus', '-o', 'text').stdout, '');
  });

  it('shows people the usage, on stderr', () => {
    const { status, stdout, stderr } = hawser('lifecycle', 'preview');
    assert.deepEqual([status, stdout], [1, '']);
    assert.match(stderr, /^error: required option[\s\S]*Usage: hawser lifecycle preview/);
    assert.match(hawser('iam').stderr, /Usage: hawser iam/);
  });

  it('says what to do next, where the error itself does not', () => {
    const policy = join(mkdtempSync(join(tmpdir(), 'hawser-errors-')), 'policy.json');
    writeFileSync(policy, '{"rules": []}');
    const preview = ['lifecycle', 'preview', '--policy', policy, '--images', policy];
    assert.match(errorOf(...preview, '-o', 'json').hint, /"Lifecycle policy properties"/);
    assert.match(hawser(...preview).stderr, /"Lifecycle policy properties"/);
  });

  it('of a running local AWS is told with what to do next', async () => {
    const hint = 'Correct the field that is named, and ask again.';
    const refusals = [{ message: 'no', hint }, { message: 'no' }];
    const server = createServer((_, response) =>
      response.writeHead(400).end(JSON.stringify({ error: refusals.shift() })),
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const args = ['local', 'clock', 'banana', '--endpoint', `http://127.0.0.1:${port}`];
    const { stdout } = await failed(...args, '-o', 'json');
    assert.deepEqual(JSON.parse(stdout), { error: { code: 'USAGE', message: 'no', hint } });
    const { stderr } = await failed(...args);
    assert.equal(stderr, 'hawser: no\n  see hawser local clock --help\n');
    server.close();
  });

  it('is not what help and version are', () => {
    assert.equal(hawser('--version').status, 0);
    assert.match(hawser('iam', '--help').stdout, /^Usage: hawser iam/);
  });
});
