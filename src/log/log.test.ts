import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { log, logInternalError, takeLines } from './log.ts';

describe('a line for people', () => {
  let lines: string[] = [];
  let giveBack = () => {};
  beforeEach(() => {
    lines = [];
    giveBack = takeLines(() => (line) => void lines.push(line));
  });
  afterEach(() => giveBack());

  it('begins with hawser, and has no control characters', () => {
    log('the file \u001b[31mred\u0007 is gone');
    assert.deepEqual(lines, ['hawser: the file \\u001b[31mred\\u0007 is gone']);
  });

  it('is no command to a runner of CI, whose log it may stand in', () => {
    log('pods: foo\n::error::x ##[error]y');
    assert.deepEqual(lines, ['hawser: pods: foo\n\\u003a:error::x \\u0023#[error]y']);
  });

  it('about an internal error states what failed, where, and what to do', () => {
    logInternalError('GET /_hawser/world', new TypeError('x is not a function'));
    const [line = '', ...others] = lines;
    assert.deepEqual(others, []);
    const [first, ...rest] = line.split('\n');
    assert.equal(
      first,
      'hawser: internal error: GET /_hawser/world failed: TypeError: x is not a function',
    );
    assert.match(rest[0] ?? '', /^ +at .*log\.test\.ts/);
    assert.match(rest.at(-1) ?? '', /report it with the file that hawser collect/);
  });

  it('about a thrown value that is not an error shows the value', () => {
    logInternalError('a turn', 'text');
    assert.match(lines[0] ?? '', /^hawser: internal error: a turn failed: text\n/);
  });

  it('goes to the current receiver, until it is removed', () => {
    const more: string[] = [];
    const stop = takeLines((before) => (line) => {
      more.push(line);
      before(line);
    });
    log('one');
    stop();
    log('two');
    assert.deepEqual([more, lines], [['hawser: one'], ['hawser: one', 'hawser: two']]);
  });
});
