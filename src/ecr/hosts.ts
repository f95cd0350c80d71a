/** A registry host taken apart: whose registry, in which Region, reached over which endpoint form. */
export interface EcrHost {
  readonly accountId: string;
  readonly region: string;
  readonly fips: boolean;
  readonly dualStack: boolean;
  /** Domain suffix, such as `amazonaws.com`. `localhost` is the emulator's own. */
  readonly suffix: string;
  /** AWS partition that the suffix belongs to, such as `aws` or `aws-cn`. */
  readonly partition: string;
}

/**
 * Suffixes under which private registries answer, with their partition.
 * Source: Amazon ECR endpoints and quotas; dual-stack endpoints in the ECR User Guide.
 */
const suffixes: Record<string, { readonly partition: string; readonly dualStack: boolean }> = {
  'amazonaws.com': { partition: 'aws', dualStack: false },
  'amazonaws.com.cn': { partition: 'aws-cn', dualStack: false },
  'amazonaws.eu': { partition: 'aws-eusc', dualStack: false },
  'on.aws': { partition: 'aws', dualStack: true },
  'on.amazonwebservices.com.cn': { partition: 'aws-cn', dualStack: true },
  'c2s.ic.gov': { partition: 'aws-iso', dualStack: false },
  'sc2s.sgov.gov': { partition: 'aws-iso-b', dualStack: false },
  'cloud.adc-e.uk': { partition: 'aws-iso-e', dualStack: false },
  'csp.hci.ic.gov': { partition: 'aws-iso-f', dualStack: false },
  localhost: { partition: 'aws', dualStack: false },
};

const hostShape = /^(\d{12})\.dkr[.-]ecr(-fips)?\.([a-z0-9][a-z0-9-]*)\.(.+)$/;

/**
 * Takes a registry host apart.
 * @param host host name, with or without a port, in any letter case.
 * @returns its parts, or undefined for a host that is not a private ECR registry.
 */
export function parseEcrHost(host: string): EcrHost | undefined {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  const match = hostShape.exec(name);
  if (match === null) return undefined;
  const [, accountId = '', fips, region = '', suffix = ''] = match;
  const known = Object.hasOwn(suffixes, suffix) ? suffixes[suffix] : undefined;
  if (known === undefined) return undefined;
  return {
    accountId,
    region,
    fips: fips !== undefined,
    dualStack: known.dualStack,
    suffix,
    partition: partitionOf(region, known.partition),
  };
}

/** Whether a host is written as a private registry's, well or badly: `12345.dkr.ecr.…` is no other registry's either. */
export function isEcrHostLike(host: string): boolean {
  return /^[^.]*\.dkr[.-]ecr(-fips)?(\.|:|$)/i.test(host);
}

/** Whether a host has a suffix of the partition that its Region is in: no other answers for that Region. */
export function hasOwnSuffix({ region, suffix }: EcrHost): boolean {
  if (suffix === 'localhost') return true;
  const ofSuffix = suffixes[suffix]?.partition;
  const ofRegion = partitionOf(region, 'aws');
  return ofSuffix === (ofRegion === 'aws-us-gov' ? 'aws' : ofRegion);
}

/** Where registries of a partition answer, where it is not under `amazonaws.com`. */
const suffixOf: Record<string, string> = {
  'aws-cn': 'amazonaws.com.cn',
  'aws-eusc': 'amazonaws.eu',
  'aws-iso': 'c2s.ic.gov',
  'aws-iso-b': 'sc2s.sgov.gov',
  'aws-iso-e': 'cloud.adc-e.uk',
  'aws-iso-f': 'csp.hci.ic.gov',
};

/** The registry host AWS itself prints for an account and Region, such as in `repositoryUri`. */
export function ecrHostName(accountId: string, region: string): string {
  const suffix = suffixOf[partitionOf(region, 'aws')] ?? 'amazonaws.com';
  return `${accountId}.dkr.ecr.${region}.${suffix}`;
}

/** Regions tell their partition by how their names begin. */
const partitionPrefixes: readonly (readonly [string, string])[] = [
  ['us-gov-', 'aws-us-gov'],
  ['cn-', 'aws-cn'],
  ['eusc-', 'aws-eusc'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-isof-', 'aws-iso-f'],
];

/** GovCloud shares its suffix with the commercial partition, so the Region's name decides first. */
function partitionOf(region: string, bySuffix: string): string {
  return partitionPrefixes.find(([prefix]) => region.startsWith(prefix))?.[1] ?? bySuffix;
}

const publicHosts = new Set(['public.ecr.aws', 'ecr-public.aws.com']);

/** @returns whether a host, with or without a port, is one of ECR Public's (the second is dual-stack). */
export function isPublicEcrHost(host: string): boolean {
  return publicHosts.has(host.replace(/:\d+$/, '').toLowerCase());
}
