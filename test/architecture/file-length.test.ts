// A file is about one thing: none but generated ones has more than 250 lines.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const most = 250;
/** Tests that are still longer; one that is split, or gone, is taken from this list. */
const stillLonger = [
  'src/chain/prove.test.ts',
  'src/chain/truth.test.ts',
  'src/iam/condition/compile.test.ts',
  'src/iam/evaluate/evaluate.test.ts',
  'src/iam/lint/lint.test.ts',
  'src/iam/validate.test.ts',
  'src/symptoms/diagnose-text.test.ts',
  'src/symptoms/facts.test.ts',
];

describe('a file', () => {
  it(`has at most ${most} lines, unless it is generated`, () => {
    const files = ['src', 'test', 'bench', 'scripts'].flatMap((root) =>
      globSync(`${root}/**/*.ts`),
    );
    assert.ok(files.length > 500);
    const long = files
      .filter((file) => !file.endsWith('.generated.ts'))
      .filter((file) => readFileSync(file, 'utf8').trimEnd().split('\n').length > most);
    assert.deepEqual(long.sort(), stillLonger);
  });
});
