import { createHash, randomBytes } from 'node:crypto';

/** A new resource id, such as `vpc-0a1b2c3d4e5f60718`. */
export function newId(kind: string): string {
  return `${kind}-0${randomBytes(8).toString('hex')}`;
}

/** The id of a resource that the local AWS makes by itself: the same for the same names. */
export function idFrom(kind: string, ...names: readonly string[]): string {
  return `${kind}-0${digestOf(names).slice(0, 16)}`;
}

/** A public IPv4 address for whatever has these names, from one of Amazon's ranges. */
export function publicAddressFrom(...names: readonly string[]): string {
  const [a = 0, b = 0, c = 0] = Buffer.from(digestOf(names).slice(0, 6), 'hex');
  return `54.${64 + (a % 128)}.${b}.${1 + (c % 254)}`;
}

/** A MAC address of an interface, from its id. */
export function macAddressFrom(id: string): string {
  const hex = digestOf(['mac', id]);
  return ['02', ...[0, 2, 4, 6, 8].map((at) => hex.slice(at, at + 2))].join(':');
}

function digestOf(names: readonly string[]): string {
  return createHash('sha256').update(names.join('\n')).digest('hex');
}
