// The operation table of docs/ecr.md is the one that the server's own table makes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { ecrNotes } from '../../scripts/ecr-notes.ts';
import { operationTable } from '../../scripts/ecr-operations.ts';
import { ecr } from '../../src/local/services/ecr/index.ts';

describe('docs/ecr.md', () => {
  it('has the current operation table (npm run docs:ecr)', () => {
    const page = readFileSync(new URL('../../docs/ecr.md', import.meta.url), 'utf8');
    assert.ok(page.includes(operationTable()));
  });

  it('covers every operation, and has no notes on others', () => {
    const known = Object.keys(ecr.model.operations);
    assert.equal(known.length, 58);
    assert.deepEqual(
      known.filter((name) => ecr.operations[name] === undefined),
      [],
    );
    assert.deepEqual(
      Object.keys(ecrNotes).filter((name) => !known.includes(name)),
      [],
    );
  });
});
