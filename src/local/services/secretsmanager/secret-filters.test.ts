import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SecretRecord } from '../../state.ts';
import { passesFilter } from './secret-filters.ts';

const secret = {
  name: 'app/DatabasePassword',
  description: 'Main Database of the shop',
  tags: { Team: 'blue', stage: 'prod42' },
} as unknown as SecretRecord;

const rows: readonly (readonly [key: string, values: readonly string[], passes: boolean])[] = [
  ['name', ['app/'], true],
  ['name', ['App/'], false],
  ['name', ['Database'], false],
  ['name', ['!app/'], false],
  ['name', ['!other'], true],
  ['name', ['other', 'app'], true],
  ['name', ['!other', '!app'], false],
  ['description', ['main data'], true],
  ['description', ['database'], false],
  ['tag-key', ['Te'], true],
  ['tag-key', ['te'], false],
  ['tag-value', ['bl'], true],
  ['tag-value', ['!bl'], false],
  ['all', ['PASSWORD'], true],
  ['all', ['My_Shop'], true],
  ['all', ['42'], true],
  ['all', ['green'], false],
  ['all', ['!green'], true],
  ['owning-service', ['rds'], false],
  ['owning-service', ['!rds'], true],
  ['primary-region', ['us-'], false],
];

describe('a filter of ListSecrets', () => {
  for (const [Key, Values, passes] of rows) {
    it(`${Key} ${Values.join(', ')} ${passes ? 'matches' : 'does not match'} the secret`, () => {
      assert.equal(passesFilter(secret, { Key, Values }), passes);
    });
  }
});
