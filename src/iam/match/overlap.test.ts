import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { globMatches, globOf } from './glob.ts';
import { overlap } from './overlap.ts';

const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 6 });
const meet = (a: string, b: string) => overlap(globOf(a), globOf(b));

describe('Two globs', () => {
  it('overlap when some text matches both', () => {
    for (const [a, b] of [
      ['*', ''],
      ['a*', '*b'],
      ['a?', '?b'],
      ['repository/*', 'repository/team/app'],
      ['*/app', 'repository/*'],
    ] as const) {
      assert.ok(meet(a, b), `${a} ${b}`);
    }
  });

  it('do not when none does', () => {
    for (const [a, b] of [
      ['a*', 'b*'],
      ['?', ''],
      ['*a', '*b'],
      ['a?b', 'ab'],
    ] as const) {
      assert.equal(meet(a, b), false, `${a} ${b}`);
    }
  });

  it('overlap whichever comes first, and with every text that they match', () => {
    let shared = 0;
    fc.assert(
      fc.property(
        pattern,
        pattern,
        fc.string({ unit: fc.constantFrom('a', 'b') }),
        (a, b, text) => {
          assert.equal(meet(a, b), meet(b, a));
          assert.equal(meet(a, text), globMatches(globOf(a), text));
          const both = globMatches(globOf(a), text) && globMatches(globOf(b), text);
          if (!both) return;
          shared++;
          assert.ok(meet(a, b));
        },
      ),
      { numRuns: 5_000 },
    );
    assert.ok(shared > 50, `${shared} texts matched both`);
  });
});
