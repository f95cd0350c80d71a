// Reading takes time that grows with the length of a text, whatever it is made of.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { diagnoseText } from './diagnose-text.ts';
import { clear } from './testing/clear-texts.ts';

const kilobytes = 64;

/** Processor time of reading, in milliseconds. */
function timeOf(text: string): number {
  const started = process.cpuUsage();
  diagnoseText(text);
  return process.cpuUsage(started).user / 1000;
}

describe('a text of repetitions', () => {
  it('of any words that programs say costs no more than its length', () => {
    const words = clear.flatMap(([, text]) => text.split(/(?<=[ :,"/])/)).filter(Boolean);
    const pieces = fc.oneof(
      fc.constantFrom(
        ...words,
        '"',
        '\\',
        '#12 ',
        'image=',
        'https://',
        ': ',
        '\n',
        ' '.repeat(30),
      ),
      fc.string({ minLength: 1, maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(pieces, { minLength: 1, maxLength: 4 }), (some) => {
        const piece = some.join('');
        const text = piece.repeat(Math.ceil((kilobytes * 1024) / piece.length));
        // A square of this length would take hours.
        assert.ok(timeOf(text) < 6000, JSON.stringify(piece));
      }),
      { numRuns: 60 },
    );
  });
});
