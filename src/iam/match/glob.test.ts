import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { globMatcher, globMatches, globOf, literalGlob } from './glob.ts';
import { crossingMatches } from './segments.ts';

/** The obvious glob: recursion on the pattern. */
function reference(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const [head] = pattern;
  const rest = pattern.slice(1);
  if (head === '*')
    return reference(rest, text) || (text !== '' && reference(pattern, text.slice(1)));
  return text !== '' && (head === '?' || head === text[0]) && reference(rest, text.slice(1));
}

const pattern = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*', '?'), maxLength: 9 });
const text = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*'), maxLength: 10 });

describe('Glob matching', () => {
  it('agrees with the obvious definition', () => {
    fc.assert(
      fc.property(pattern, text, (p, t) => {
        assert.equal(globMatches(globOf(p), t), reference(p, t));
        assert.equal(globMatcher(p)(t), reference(p, t));
      }),
      { numRuns: 5000 },
    );
  });

  it('takes a literal as itself', () => {
    fc.assert(
      fc.property(text, text, (p, t) => assert.equal(globMatches(literalGlob(p), t), p === t)),
    );
  });

  it('costs no more than pattern length times text length', () => {
    const many = globOf(`${'a*'.repeat(2000)}b`);
    const start = process.hrtime.bigint();
    assert.equal(globMatches(many, 'a'.repeat(20_000)), false);
    assert.ok(process.hrtime.bigint() - start < 2_000_000_000n);
  });
});

describe('Stars that end a segment', () => {
  const matches = (p: string, t: string) => crossingMatches(globOf(p), t);

  it('may run past colons', () => {
    assert.ok(
      matches('arn:aws:ecr:*:repository/x', 'arn:aws:ecr:us-east-1:111122223333:repository/x'),
    );
  });

  it('stay inside the segment elsewhere', () => {
    assert.equal(
      matches('arn:aws:ecr:*1:repository/x', 'arn:aws:ecr:us-east-1:1:repository/x'),
      false,
    );
    assert.equal(matches('arn:aws:e*r:x', 'arn:aws:e:r:x'), false);
  });

  it('match at least what segment-wise matching does, and at most what a plain glob does', () => {
    fc.assert(
      fc.property(pattern, text, (p, t) => {
        const segments = p.split(':');
        const parts = t.split(':');
        const bySegment =
          segments.length === parts.length &&
          segments.every((segment, i) => reference(segment, parts[i] ?? ''));
        if (bySegment) assert.ok(matches(p, t));
        if (matches(p, t)) assert.ok(reference(p, t));
      }),
      { numRuns: 5000 },
    );
  });
});
