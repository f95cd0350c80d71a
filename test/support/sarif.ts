// SARIF against the schema of the OASIS Standard.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

const file = new URL('../fixtures/sarif/sarif-2.1.0-rtm.5.json', import.meta.url);
// It is of draft 4, of which it uses nothing that later drafts read otherwise but the name of its id.
const { id: _id, $schema: _draft, ...schema } = JSON.parse(readFileSync(file, 'utf8'));
const isTime = (text: string): boolean => !Number.isNaN(Date.parse(text));
const isUri = (text: string): boolean => URL.canParse(text);
const validate = new Ajv({
  allErrors: true,
  strict: false,
  // The pattern of language tags is none by the rules of Unicode mode.
  unicodeRegExp: false,
  formats: {
    'date-time': isTime,
    uri: isUri,
    'uri-reference': (text: string) => URL.canParse(text, 'file:///'),
  },
}).compile(schema);

/** @throws AssertionError with what the schema finds. */
export function assertSarif(text: string): void {
  validate(JSON.parse(text));
  assert.deepEqual(validate.errors ?? [], []);
}
