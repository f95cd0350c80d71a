import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { wrapLines } from './wrap.ts';

describe('lines for a terminal', () => {
  it('break between words, with the continuation indented', () => {
    assert.equal(
      wrapLines('    because   the policy does not allow it', 25),
      '    because   the policy\n        does not allow it',
    );
  });

  it('keep commands on one line, to be copied', () => {
    const line = '      aws ecr set-repository-policy --repository-name a --policy-text {}';
    assert.equal(wrapLines(line, 20), line);
  });

  it('do not count colours, and break no word', () => {
    assert.equal(wrapLines('\u001b[31mred words\u001b[39m', 9), '\u001b[31mred words\u001b[39m');
    assert.equal(wrapLines('a verylongword b', 6), 'a\n   verylongword\n   b');
  });

  it('lose no text, and are no wider than necessary', () => {
    const word = fc.stringMatching(/^[a-z]{1,12}$/);
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1 }),
        fc.integer({ min: 20, max: 80 }),
        (words, columns) => {
          const wrapped = wrapLines(words.join(' '), columns);
          assert.equal(wrapped.replaceAll(/\s+/g, ' '), words.join(' '));
          for (const line of wrapped.split('\n')) {
            assert.ok(stripVTControlCharacters(line).length <= columns);
          }
        },
      ),
    );
  });
});
