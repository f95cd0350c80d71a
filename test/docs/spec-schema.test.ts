// schemas/spec.json, for editors, and the reading of a spec say the same of a file.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { SpecError } from '../../src/spec/errors.ts';
import { readSpec } from '../../src/spec/read/read-spec.ts';
import { declaredSpecs } from '../../src/spec/testing/random-spec.ts';
import { assertValid, validatorOf } from '../support/schemas.ts';

const examples = globSync('examples/*.yaml')
  .map((path) => readFileSync(path, 'utf8'))
  .filter((text) => text.includes('schemas/spec.json'));

function isRead(text: string): boolean {
  try {
    readSpec([{ name: 'hawser.yaml', text }]);
    return true;
  } catch (error) {
    if (error instanceof SpecError) return false;
    throw error;
  }
}

/** Every object in a value, by its path. */
function objectsIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.entries(value).flatMap(([key, one]) => objectsIn(one, [...path, key]));
  return Array.isArray(value) ? below : [path, ...below];
}

function objectAt(value: unknown, path: readonly string[]): Record<string, unknown> {
  return path.reduce((at, key) => (at as Record<string, unknown>)[key], value) as Record<
    string,
    unknown
  >;
}

describe('schemas/spec.json', () => {
  it('takes the examples, and they are read', () => {
    assert.ok(examples.length >= 2);
    for (const text of examples) {
      assertValid('spec', parse(text));
      assert.ok(isRead(text));
    }
  });

  it('takes whatever is read', () => {
    fc.assert(
      fc.property(declaredSpecs, ({ text }) => {
        assert.ok(isRead(text));
        assertValid('spec', parse(text));
      }),
      { numRuns: 50 },
    );
  });

  it('knows no key that is not read, and the reverse', () => {
    for (const text of examples) {
      for (const path of objectsIn(parse(text))) {
        const changed: unknown = parse(text);
        objectAt(changed, path).surprise = 1;
        assert.equal(validatorOf('spec')(changed), false, path.join('.'));
        assert.equal(isRead(stringify(changed)), false, path.join('.'));
      }
    }
  });

  it('requires what the reading requires', () => {
    for (const text of examples) {
      for (const path of objectsIn(parse(text))) {
        for (const key of Object.keys(objectAt(parse(text), path))) {
          const changed: unknown = parse(text);
          delete objectAt(changed, path)[key];
          const isValid = validatorOf('spec')(changed);
          // What is read makes sense as a whole as well, which no schema can say.
          if (!isValid) assert.equal(isRead(stringify(changed)), false, [...path, key].join('.'));
        }
      }
    }
  });
});
