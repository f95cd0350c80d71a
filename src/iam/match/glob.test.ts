import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { globMatcher, globMatches, globOf, literalGlob } from './glob.ts';
import { globSearch } from './glob-search.ts';
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
        assert.equal(globSearch(globOf(p))(t), reference(p, t));
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
    const glob = globOf(`${'a*'.repeat(200)}b`);
    const text = 'a'.repeat(2_000);
    let reads = 0;
    const counted = new Proxy(glob, {
      get(target, property) {
        if (++reads > glob.length * text.length) throw new Error('too many reads of the pattern');
        return Reflect.get(target, property);
      },
    });
    assert.equal(globMatches(counted, text), false);
    assert.ok(reads > glob.length);
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
    let matched = 0;
    fc.assert(
      fc.property(pattern, text, (p, t) => {
        const segments = p.split(':');
        const parts = t.split(':');
        const bySegment =
          segments.length === parts.length &&
          segments.every((segment, i) => reference(segment, parts[i] ?? ''));
        if (bySegment) assert.ok(matches(p, t));
        if (!matches(p, t)) return;
        matched++;
        assert.ok(reference(p, t));
      }),
      { numRuns: 5000 },
    );
    assert.ok(matched > 50, `${matched} texts matched`);
  });
});
