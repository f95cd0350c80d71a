import { isKnownRegion, regionMeantBy } from '../../names/regions.ts';
import type { SpecAccount } from '../types.ts';
import type { Field, Reader } from './reader.ts';

export const accountName = /^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/;
export const accountId = /^\d{12}$/;
const regionShape = /^[a-z]{2,4}(-[a-z]+)+-\d+$/;

export function readAccount(reader: Reader, field: Field): SpecAccount | undefined {
  const fields = reader.fields(field, ['name', 'id', 'region'], ['name', 'id', 'region']);
  if (fields === undefined) return undefined;
  const name = reader.text(fields.name, accountName, 'a name of lower-case letters, digits and -');
  const id = reader.text(fields.id, accountId, 'an account id of 12 digits, in quotes');
  const region = readRegion(reader, fields.region);
  if (name === undefined || id === undefined || region === undefined) return undefined;
  return { name, id, region, at: field.at };
}

/** A Region; one that is a typing error away from a known one is refused. */
export function readRegion(reader: Reader, field: Field | undefined): string | undefined {
  const region = reader.text(field, regionShape, 'a Region such as eu-central-1');
  if (field === undefined || region === undefined || isKnownRegion(region)) return region;
  const meant = regionMeantBy(region);
  if (meant === undefined) return region;
  return reader.complain(field, `there is no Region ${region}`, `Did you mean ${meant}?`);
}
