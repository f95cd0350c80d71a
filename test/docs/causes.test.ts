// What docs/causes.md says of causes that are not proven is what the catalogue says.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { allKnownCauses } from '../../src/causes/known.ts';
import { standingOf, survivorOf } from '../../src/causes/standing.ts';

const page = readFileSync(new URL('../../docs/causes.md', import.meta.url), 'utf8');
const causes = allKnownCauses();

/** Cells of the rows of the table under a heading. */
function rowsUnder(head: string): readonly (readonly string[])[] {
  const [table = ''] = page.slice(page.indexOf(head)).split('\n\n', 1);
  return table
    .split('\n')
    .slice(2)
    .map((row) => row.split('|').map((cell) => cell.trim()));
}

describe('docs/causes.md', () => {
  it('names every cause that is not ours', () => {
    const named = rowsUnder('| not ours |').flatMap(([, ids = '']) => ids.split(', '));
    const expected = causes.filter((cause) => standingOf(cause) === 'not ours');
    assert.deepEqual(named.sort(), expected.map(({ catalogue }) => catalogue).sort());
  });

  it('names every cause that was merged, and into which', () => {
    const named = rowsUnder('| merged |').map(([, from = '', into = '']) => [
      from.slice(0, from.indexOf(')') + 1),
      into,
    ]);
    const expected = causes
      .filter(({ sameAs }) => sameAs !== undefined)
      .map((cause) => {
        const into = causes.find(({ catalogue }) => catalogue === cause.sameAs);
        return [`${cause.catalogue} (${cause.code})`, `${into?.catalogue} (${into?.code})`];
      });
    assert.deepEqual(named.sort(), expected.sort());
    for (const cause of causes) assert.ok(survivorOf(cause).code !== '', cause.code);
  });
});
