import { isIPv4 } from 'node:net';
import { dnsSuffixes } from '../../names/partitions.ts';
import { parseEcrHost } from '../../names/registry-host.ts';

/** AWS's names for the APIs that are served here, without Region and domain. */
const apis =
  'api\\.ecr|ecr|ecr-fips|sts|iam|ec2|secretsmanager|events|cloudtrail|monitoring|eks|kms|route53|route53resolver|organizations|servicequotas';
const domains = dnsSuffixes.map((suffix) => suffix.replaceAll('.', '\\.')).join('|');
const apiName = new RegExp(`^(?:${apis})(?:-fips)?(?:\\.[a-z0-9-]+)?\\.(?:${domains})$`);
/** The buckets in which AWS stores the layers of a Region. */
const bucketName = new RegExp(
  `^prod-[a-z0-9-]+-starport-layer-bucket\\.s3[.-](?!website)[a-z]{2,}(?:-[a-z]+)+-\\d+\\.(?:${domains})$`,
);

/** How many hosts are cached, so that most requests need one look-up. */
const mostKnown = 1_000;

/** Addresses of instance metadata on EC2. */
const metadataAddresses = new Set(['169.254.169.254', '[fd00:ec2::254]']);

/**
 * The host names that the local AWS serves: those of the loopback interface, those of the AWS services that it
 * emulates, and those that its owner added. Any other name may belong to somebody whose DNS points here, and
 * whose web page would then be same-origin with the local AWS.
 */
export class ServedNames {
  readonly #added: ReadonlySet<string>;
  /** Hosts that were requested and are served. */
  readonly #known = new Set<string>();

  /** @param added further names, without port. */
  constructor(added: readonly string[] = []) {
    this.#added = new Set(added.map((name) => name.toLowerCase()));
  }

  /** @param host a Host header: a name or an address, with or without a port. */
  includes(host: string): boolean {
    if (this.#known.has(host)) return true;
    const isServed = this.#serves(nameOf(host));
    if (isServed && this.#known.size < mostKnown) this.#known.add(host);
    return isServed;
  }

  #serves(name: string): boolean {
    return (
      isLoopback(name) || metadataAddresses.has(name) || this.#added.has(name) || isAwsName(name)
    );
  }
}

/** A Host header without its port, and without the dot that may end a complete name, in lower case. */
export function nameOf(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
}

/** @param name in lower case, without port. */
export function isLoopback(name: string): boolean {
  if (name === 'localhost' || name === '[::1]' || name.endsWith('.localhost')) return true;
  return isIPv4(name) && name.startsWith('127.');
}

/** @param name in lower case, without port. */
export function isAwsName(name: string): boolean {
  return parseEcrHost(name) !== undefined || apiName.test(name) || bucketName.test(name);
}
