import { dnsSuffixes, type Partition, partitionOf, partitions } from './partitions.ts';
import type { RegistryName } from './repository.ts';

/** A registry host taken apart: whose registry, in which Region, reached over which endpoint form. */
export interface EcrHost extends RegistryName {
  readonly fips: boolean;
  readonly dualStack: boolean;
  /** Domain suffix, such as `amazonaws.com`. `localhost` is the emulator's own. */
  readonly suffix: string;
  /** Id of the partition that the Region is in, such as `aws` or `aws-cn`. */
  readonly partition: string;
}

/** Under which suffixes private registries answer, and in whose partition: the first that has a suffix. */
function partitionOfSuffix(suffix: string): Partition | undefined {
  if (suffix === 'localhost') return partitionOf('');
  return partitions.find(
    ({ dnsSuffix, dualStackRegistrySuffix }) =>
      suffix === dnsSuffix || suffix === dualStackRegistrySuffix,
  );
}

const hostShape = /^(\d{12})\.dkr[.-]ecr(-fips)?\.([a-z0-9][a-z0-9-]*)\.(.+)$/;

/**
 * Takes a registry host apart.
 * @param host host name, with or without a port, in any letter case.
 * @returns its parts, or undefined for a host at which no private ECR registry can be: also where its Region has
 * another suffix, or no Region has such a name.
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

/** Whether a host is written as a private registry's, well or badly: `12345.dkr.ecr.…` is no other registry's either. */
export function isEcrHostLike(host: string): boolean {
  return /^[^.]*\.dkr[.-]ecr(-fips)?(\.|:|$)/i.test(host);
}

/** @returns in lower case, what follows the Region in a host that begins as one of ECR's, well or badly; undefined elsewhere. */
export function suffixOfEcrHost(host: string): string | undefined {
  return /^[^.]*\.dkr[.-]ecr(?:-fips)?\.[^.]+\.(.+?)(?::\d+)?$/i.exec(host)?.[1]?.toLowerCase();
}

/** Whether a host has a suffix of the partition that its Region is in: no other answers for that Region. */
export function hasOwnSuffix({ region, suffix }: Pick<EcrHost, 'region' | 'suffix'>): boolean {
  if (suffix === 'localhost') return true;
  const { dnsSuffix, dualStackRegistrySuffix } = partitionOf(region);
  return suffix === dnsSuffix || suffix === dualStackRegistrySuffix;
}

/** Whether a domain is one of AWS, in any partition, or the emulator's own: under another one a host is somebody else's. */
export function isSuffixOfAws(suffix: string): boolean {
  return partitionOfSuffix(suffix) !== undefined || dnsSuffixes.includes(suffix);
}

/** Whether a text is written as the names of Regions are, such as `us-east-1` and `us-isob-east-1`; there need not be one. */
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
