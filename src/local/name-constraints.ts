import { isIP } from 'node:net';
import { dnsSuffixes } from '../names/partitions.ts';
import { isAwsName, isLoopback, nameOf } from './front-door/served-names.ts';

/** RFC 5280, 4.2.1.10. */
export const nameConstraintsOid = '2.5.29.30';

/** What the local CA may vouch for: the domains of AWS that are served here, and this machine. */
export const certifiedDomains: readonly string[] = [
  ...dnsSuffixes,
  'on.aws',
  'on.amazonwebservices.com.cn',
  'localhost',
  // Nobody can own a name under it (RFC 6761, 6.2).
  'test',
];
/** Addresses with their masks. */
export const certifiedNetworks: readonly Uint8Array[] = [
  Uint8Array.of(127, 0, 0, 0, 255, 0, 0, 0),
  Uint8Array.of(169, 254, 169, 254, 255, 255, 255, 255),
  Uint8Array.from([...Array(15).fill(0), 1, ...Array(16).fill(255)]),
];

/** Whether the local CA issues a certificate for a name or address that a client asks for. */
export function isCertified(name: string): boolean {
  if (isIP(name) !== 0) return name === '::1' || name.startsWith('127.');
  return isLoopback(nameOf(name)) || isAwsName(nameOf(name)) || name.endsWith('.test');
}

/** The extension's value in DER: permitted subtrees of names and addresses, and no other names at all. */
export function nameConstraints(
  domains: readonly string[],
  networks: readonly Uint8Array[],
): ArrayBuffer {
  const subtrees = [
    ...domains.map((domain) => element(0x82, Buffer.from(domain))),
    ...networks.map((network) => element(0x87, network)),
  ].map((name) => element(0x30, name));
  const made = element(0x30, element(0xa0, Buffer.concat(subtrees)));
  return new Uint8Array(made).buffer;
}

/** A tag, a length, a content (X.690, 8.1); lengths here take two bytes at most. */
function element(tag: number, content: Uint8Array): Buffer {
  const { length } = content;
  const size =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
