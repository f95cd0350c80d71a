// A file is about one thing: none but generated ones has more than 250 lines.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const most = 250;

describe('a file', () => {
  it(`has at most ${most} lines, unless it is generated`, () => {
    const files = ['src', 'test', 'bench', 'scripts'].flatMap((root) =>
      globSync(`${root}/**/*.ts`),
    );
    assert.ok(files.length > 500);
    const long = files
      .filter((file) => !file.endsWith('.generated.ts'))
      .filter((file) => readFileSync(file, 'utf8').trimEnd().split('\n').length > most);
    assert.deepEqual(long, []);
  });
});
