import { randomBytes } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** Bits of an account's number in a key id. */
const accountBits = 40n;
const idBytes = 10;

/**
 * Makes the id of an access key, in which the number of its account stands as in AWS's own: base32 of 80 bits, of which 40
 * behind the first are the account. (public research on key ids since 2019; GetAccessKeyInfo answers by it)
 */
export function accessKeyId(prefix: 'AKIA' | 'ASIA', accountId: string): string {
  const random = BigInt(`0x${randomBytes(idBytes).toString('hex')}`);
  const tail = BigInt(idBytes * 8) - 1n - accountBits;
  const low = random & ((1n << tail) - 1n);
  const bits = (1n << (tail + accountBits)) | (BigInt(accountId) << tail) | low;
  let id = '';
  for (let at = BigInt(idBytes * 8) - 5n; at >= 0n; at -= 5n) {
    id += alphabet[Number((bits >> at) & 31n)];
  }
  return prefix + id;
}

/** @returns the account in the id of a key, whether there is such a key or not; undefined for what is no such id. */
export function accountOfKeyId(id: string): string | undefined {
  const body = /^A[KS]IA([Q-Z2-7][A-Z2-7]{15})$/.exec(id)?.[1];
  if (body === undefined) return undefined;
  const bits = [...body].reduce(
    (sum, letter) => (sum << 5n) | BigInt(alphabet.indexOf(letter)),
    0n,
  );
  const account = (bits >> (BigInt(idBytes * 8) - 1n - accountBits)) & ((1n << accountBits) - 1n);
  return account < 10n ** 12n ? String(account).padStart(12, '0') : undefined;
}
