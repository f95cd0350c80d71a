import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withoutRepeats } from './repeat-filter.ts';

describe('a log without repeats', () => {
  it('has a line once, and its count at every power of ten', () => {
    const lines: string[] = [];
    const log = withoutRepeats((line) => lines.push(line));
    for (let count = 0; count < 150; count++) log('back-off');
    log('pulled');
    assert.deepEqual(lines, ['back-off', 'back-off (10 times)', 'back-off (100 times)', 'pulled']);
  });

  it('remembers no more lines than it may', () => {
    const lines: string[] = [];
    const log = withoutRepeats((line) => lines.push(line));
    log('first');
    for (let count = 0; count < 1_000; count++) log(`line ${count}`);
    log('first');
    assert.equal(lines.filter((line) => line === 'first').length, 2);
  });
});
