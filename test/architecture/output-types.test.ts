// What operations of the local AWS return is typed by AWS's models.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { outputTypes } from '../../scripts/generate-output-types.ts';
import type { Model } from '../../src/local/protocol/model.ts';

describe('the outputs of operations', () => {
  for (const path of globSync('src/local/services/*/model.json')) {
    it(`have the types that ${path} gives them (npm run types:outputs writes them)`, () => {
      const model = JSON.parse(readFileSync(path, 'utf8')) as Model;
      const written = readFileSync(join(dirname(path), 'outputs.generated.ts'), 'utf8');
      assert.equal(written, outputTypes(model));
    });
  }

  it('are typed by these, and by nothing wider', () => {
    const wide = globSync('src/local/services/*/*.ts').filter((path) =>
      /operation<[^(]*,\s*(object|unknown|Value|Record<[^(]*)>\(/.test(readFileSync(path, 'utf8')),
    );
    assert.deepEqual(wide, []);
  });
});
