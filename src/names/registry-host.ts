import { dnsSuffixes, type Partition, partitionOf, partitions } from './partitions.ts';
import type { RegistryName } from './repository.ts';

/** A parsed registry host: account, Region, and form of endpoint. */
export interface EcrHost extends RegistryName {
  readonly fips: boolean;
  readonly dualStack: boolean;
  /** Domain suffix, such as `amazonaws.com`. `localhost` is the emulator's own. */
  readonly suffix: string;
  /** Id of the partition that the Region is in, such as `aws` or `aws-cn`. */
  readonly partition: string;
}

/** The suffixes of private registries and their partitions: the first match decides. */
function partitionOfSuffix(suffix: string): Partition | undefined {
  if (suffix === 'localhost') return partitionOf('');
  return partitions.find(
    ({ dnsSuffix, dualStackRegistrySuffix }) =>
      suffix === dnsSuffix || suffix === dualStackRegistrySuffix,
  );
}

const hostShape = /^(\d{12})\.dkr[.-]ecr(-fips)?\.([a-z0-9][a-z0-9-]*)\.(.+)$/;

/**
 * Parses a registry host.
 * @param host host name, with or without a port, in any letter case.
 * @returns its parts, or undefined for a host that cannot be a private ECR registry: also when its Region has
 * another suffix, or does not exist.
 */
export function parseEcrHost(host: string): EcrHost | undefined {
  const parts = partsOf(host);
  return parts !== undefined && isRegionLike(parts.region) && hasOwnSuffix(parts)
    ? parts
    : undefined;
}

function partsOf(host: string): EcrHost | undefined {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  const match = hostShape.exec(name);
  if (match === null) return undefined;
  const [, registryId = '', fips, region = '', suffix = ''] = match;
  const bySuffix = partitionOfSuffix(suffix);
  if (bySuffix === undefined) return undefined;
  return {
    registryId,
    region,
    fips: fips !== undefined,
    dualStack: suffix === bySuffix.dualStackRegistrySuffix,
    suffix,
    partition: partitionIn(region, bySuffix).id,
  };
}

/** GovCloud shares its suffix with the commercial partition, so the Region's name decides first. */
function partitionIn(region: string, bySuffix: Partition): Partition {
  const byRegion = partitionOf(region);
  return byRegion.regionPrefix === '' ? bySuffix : byRegion;
}

/**
 * Whether a host has the form of a private registry's, valid or not: `12345.dkr.ecr.…` belongs to no other
 * registry either.
 */
export function isEcrHostLike(host: string): boolean {
  return /^[^.]*\.dkr[.-]ecr(-fips)?(\.|:|$)/i.test(host);
}

/** @returns in lower case, what follows the Region in a host that begins as one of ECR's, well or badly; undefined elsewhere. */
export function suffixOfEcrHost(host: string): string | undefined {
  return /^[^.]*\.dkr[.-]ecr(?:-fips)?\.[^.]+\.(.+?)(?::\d+)?$/i.exec(host)?.[1]?.toLowerCase();
}

/** Whether a host has a suffix of the partition that its Region is in: no other suffix is valid for that Region. */
export function hasOwnSuffix({ region, suffix }: Pick<EcrHost, 'region' | 'suffix'>): boolean {
  if (suffix === 'localhost') return true;
  const { dnsSuffix, dualStackRegistrySuffix } = partitionOf(region);
  return suffix === dnsSuffix || suffix === dualStackRegistrySuffix;
}

/** Whether a domain is one of AWS, in any partition, or the emulator's own: under another one a host is somebody else's. */
export function isSuffixOfAws(suffix: string): boolean {
  return partitionOfSuffix(suffix) !== undefined || dnsSuffixes.includes(suffix);
}

/**
 * Whether a text has the form of a Region's name, such as `us-east-1` and `us-isob-east-1`; the Region need not
 * exist.
 */
export function isRegionLike(region: string): boolean {
  return /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/.test(region);
}

/** The registry host AWS itself prints for an account and Region, such as in `repositoryUri`. */
export function ecrHostName(registryId: string, region: string): string {
  return `${registryId}.dkr.ecr.${region}.${partitionOf(region).dnsSuffix}`;
}

const publicHosts = new Set(['public.ecr.aws', 'ecr-public.aws.com']);

/** @returns whether a host, with or without a port, is one of ECR Public's (the second is dual-stack). */
export function isPublicEcrHost(host: string): boolean {
  return publicHosts.has(host.replace(/:\d+$/, '').toLowerCase());
}
