import { randomBytes } from 'node:crypto';
import type { GrantRecord, KeyRecord, State } from '../state.ts';
import { keyKey } from './keys.ts';

export type NewGrant = Omit<GrantRecord, 'id' | 'token'>;

/** Adds a grant to a key. @returns the grant. */
export function addGrant(
  state: Pick<State, 'keys'>,
  key: KeyRecord,
  wanted: NewGrant,
): GrantRecord {
  const grant: GrantRecord = {
    ...wanted,
    id: randomBytes(32).toString('hex'),
    token: randomBytes(96).toString('base64url'),
  };
  state.keys.put(keyKey(key), { ...key, grants: [...key.grants, grant] });
  return grant;
}

/** Whether a grant lets a principal do an operation with an encryption context. */
export function grantAllows(
  key: KeyRecord,
  principal: string,
  operation: string,
  encryptionContext: Readonly<Record<string, string>>,
): boolean {
  return key.grants.some(
    (grant) =>
      grant.grantee === principal &&
      grant.operations.includes(operation) &&
      isMet(grant, encryptionContext),
  );
}

function isMet(
  { encryptionContextEquals, encryptionContextSubset }: GrantRecord,
  context: Readonly<Record<string, string>>,
): boolean {
  const has = (wanted: Readonly<Record<string, string>>): boolean =>
    Object.entries(wanted).every(([name, value]) => context[name] === value);
  if (encryptionContextEquals !== undefined) {
    const isSame = Object.keys(context).length === Object.keys(encryptionContextEquals).length;
    return isSame && has(encryptionContextEquals);
  }
  return encryptionContextSubset === undefined || has(encryptionContextSubset);
}
