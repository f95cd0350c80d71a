import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { matchesWildcard } from '../mutability.ts';
import { compileTagFilter } from './tag-filter.ts';

describe('a compiled tag pattern', () => {
  it('matches the same tags as the simple matcher', () => {
    const pattern = fc.stringMatching(/^[ab*]{1,8}$/);
    const tag = fc.stringMatching(/^[ab]{0,10}$/);
    fc.assert(
      fc.property(pattern, tag, (wildcard, text) => {
        const selects = compileTagFilter({ status: 'tagged', patterns: [wildcard] });
        assert.equal(selects([text]), matchesWildcard(wildcard, text));
      }),
      { numRuns: 2_000 },
    );
  });
});
