// What the package exports changes only together with docs/api.md.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { apiReport } from '../../scripts/api-report.ts';

interface Package {
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
}

describe('docs/api.md', () => {
  it('has the current exports of the package (npm run docs:api)', () => {
    assert.equal(readFileSync('docs/api.md', 'utf8'), apiReport());
  });

  it('covers every export that has types, and these are built', () => {
    const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as Package;
    const typed = Object.entries(exports).flatMap(([name, target]) =>
      typeof target === 'string' ? [] : [[name, target.types] as const],
    );
    assert.deepEqual(typed, [['./iam', './dist/public/iam.d.ts']]);
    for (const [, types] of typed) assert.ok(existsSync(types), types);
  });
});
