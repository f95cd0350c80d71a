import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { printable, printableValue } from './printable.ts';

describe('text for a terminal', () => {
  it('has escape sequences printed as text, so that they have no effect', () => {
    assert.equal(printable('\u001b[2Jgone\u0007'), '\\u001b[2Jgone\\u0007');
    assert.equal(printable('\u009b31mred'), '\\u009b31mred');
    assert.equal(printable('back\rover\b'), 'back\\u000dover\\u0008');
  });

  it('shows characters that would reorder the words', () => {
    assert.equal(printable('a\u202egnp.exe'), 'a\\u202egnp.exe');
  });

  it('keeps lines, tabs and every language', () => {
    assert.equal(printable('a\n\tb – ü 漢字 🚢'), 'a\n\tb – ü 漢字 🚢');
  });

  it('replaces the strings in a value', () => {
    assert.deepEqual(printableValue({ 'k\u001b': ['\u001b', 1, null, { deep: '\u007f' }] }), {
      'k\\u001b': ['\\u001b', 1, null, { deep: '\\u007f' }],
    });
  });
});
