import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isMutable, matchesWildcard } from './mutability.ts';

describe('tag mutability', () => {
  const filters = [{ filter: 'latest' }, { filter: 'dev-*' }];
  const rows: [setting: string, tag: string, mutable: boolean][] = [
    ['MUTABLE', 'v1', true],
    ['IMMUTABLE', 'latest', false],
    ['IMMUTABLE_WITH_EXCLUSION', 'latest', true],
    ['IMMUTABLE_WITH_EXCLUSION', 'dev-42', true],
    ['IMMUTABLE_WITH_EXCLUSION', 'v1', false],
    ['MUTABLE_WITH_EXCLUSION', 'dev-42', false],
    ['MUTABLE_WITH_EXCLUSION', 'v1', true],
  ];
  for (const [setting, tag, mutable] of rows) {
    it(`${setting} makes the tag ${tag} ${mutable ? 'mutable' : 'immutable'}`, () => {
      assert.equal(isMutable(tag, { setting, filters }), mutable);
    });
  }
});

describe('a wildcard', () => {
  it('matches like the regular expression it stands for', () => {
    const text = fc.stringMatching(/^[ab.]{0,12}$/);
    const pattern = fc.stringMatching(/^[ab.*]{0,8}$/);
    fc.assert(
      fc.property(pattern, text, (wildcard, value) => {
        const source = wildcard.replaceAll('.', '\\.').replaceAll('*', '.*');
        assert.equal(matchesWildcard(wildcard, value), new RegExp(`^${source}$`).test(value));
      }),
    );
  });
});
