// The published JSON Schemas, for tests of what they promise.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

export const schemaNames = ['proof', 'world', 'bundle', 'fleet', 'node', 'spec'] as const;

export type SchemaName = (typeof schemaNames)[number];

const ajv = new Ajv2020({
  allErrors: true,
  strict: true,
  formats: { 'date-time': (text: string) => !Number.isNaN(Date.parse(text)) },
});
for (const name of schemaNames) {
  ajv.addSchema(JSON.parse(readFileSync(`schemas/${name}.json`, 'utf8')) as object);
}

export function validatorOf(name: SchemaName): ValidateFunction {
  const validate = ajv.getSchema(`https://hawser.dev/schemas/${name}.json`);
  assert.ok(validate, `schemas/${name}.json has another $id`);
  return validate;
}

/** @throws AssertionError with what the schema finds. */
export function assertValid(name: SchemaName, value: unknown): void {
  const validate = validatorOf(name);
  // As it is once it was written: members that are undefined are left out.
  validate(JSON.parse(JSON.stringify(value)));
  assert.deepEqual(validate.errors ?? [], []);
}
