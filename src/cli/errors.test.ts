// Misuse of the command line: JSON mode stays JSON when it fails, people get the usage on stderr.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));

function hawser(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    encoding: 'utf8',
    input: '',
  });
  return { status, stdout, stderr };
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
    ];
    const errors = misuses.map((args) => errorOf(...args));
    assert.deepEqual(
      errors.map(({ code }) => code),
      misuses.map(() => 'USAGE'),
    );
    assert.match(errors[0]?.message ?? '', /^required option '--policy <file>' not specified$/);
    assert.equal(errors[0]?.hint, 'see hawser lifecycle preview --help');
    assert.equal(errors[4]?.hint, 'see hawser --help');
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

  it('is not what help and version are', () => {
    assert.equal(hawser('--version').status, 0);
    assert.match(hawser('iam', '--help').stdout, /^Usage: hawser iam/);
  });
});
