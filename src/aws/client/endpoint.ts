import { partitionOf } from '../../names/partitions.ts';
import { CallError } from './errors.ts';
import type { Environment } from './proxy.ts';

export type AwsService =
  | 'cloudtrail'
  | 'ec2'
  | 'ecr'
  | 'ecr-public'
  | 'monitoring'
  | 'route53'
  | 'route53resolver'
  | 'secretsmanager'
  | 'servicequotas'
  | 'sts';

export interface EndpointVariant {
  readonly fips: boolean;
  readonly dualStack: boolean;
}

/**
 * The API endpoint of a service: the one that the environment sets, else AWS's endpoint of the requested variant.
 * (AWS SDKs and Tools Reference Guide, "Service-specific endpoints", "Dual-stack and FIPS endpoints")
 * @throws CallError MISCONFIGURED
 * @param variant FIPS and dual-stack as the registry's host requires; the environment can only add to them.
 */
export function endpointOf(
  service: AwsService,
  region: string,
  variant: EndpointVariant,
  environment: Environment,
): URL {
  const custom = customEndpoint(service, environment);
  if (custom !== undefined) return httpUrl(custom, 'AWS_ENDPOINT_URL');
  const fips = variant.fips || environment.AWS_USE_FIPS_ENDPOINT === 'true';
  const dualStack = variant.dualStack || environment.AWS_USE_DUALSTACK_ENDPOINT === 'true';
  return new URL(`https://${hosts[service](region, { fips, dualStack })}`);
}

/** @throws CallError MISCONFIGURED for anything but an http or https URL. */
export function httpUrl(text: string, variable: string): URL {
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol)) return url;
  const shown = JSON.stringify(text.slice(0, 100));
  throw new CallError(
    'MISCONFIGURED',
    `${variable} is ${shown}, which is not an http or https URL`,
  );
}

/** Names of services in the environment, where they are not those of their signatures. */
const ids: Partial<Record<AwsService, string>> = {
  monitoring: 'cloudwatch',
  servicequotas: 'service-quotas',
};

/** @returns the endpoint that the environment sets for a service, if any. */
export function customEndpoint(service: AwsService, environment: Environment): string | undefined {
  if (environment.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === 'true') return undefined;
  const own = `AWS_ENDPOINT_URL_${(ids[service] ?? service).toUpperCase().replace('-', '_')}`;
  return environment[own] || environment.AWS_ENDPOINT_URL || undefined;
}

/** The rules of each service's endpoint rule set; the tests compare them with the SDK's. */
const hosts: Record<AwsService, (region: string, variant: EndpointVariant) => string> = {
  cloudtrail(region, { fips, dualStack }) {
    // GovCloud's ordinary endpoints are FIPS endpoints.
    const name =
      fips && (dualStack || !region.startsWith('us-gov-')) ? 'cloudtrail-fips' : 'cloudtrail';
    return `${name}.${region}.${dualStack ? dual(region) : single(region)}`;
  },
  ec2(region, { fips, dualStack }) {
    // GovCloud's ordinary endpoints are FIPS endpoints.
    const name = fips && (dualStack || !region.startsWith('us-gov-')) ? 'ec2-fips' : 'ec2';
    return `${name}.${region}.${dualStack ? dual(region) : single(region)}`;
  },
  ecr(region, { fips, dualStack }) {
    const name = fips ? 'ecr-fips' : 'ecr';
    return dualStack
      ? `${name}.${region}.${dual(region)}`
      : `api.${name}.${region}.${single(region)}`;
  },
  'ecr-public': (region, { dualStack }) =>
    dualStack ? `ecr-public.${region}.api.aws` : `api.ecr-public.${region}.amazonaws.com`,
  monitoring(region, { fips, dualStack }) {
    const name = fips && !region.startsWith('us-gov-') ? 'monitoring-fips' : 'monitoring';
    return `${name}.${region}.${dualStack ? dual(region) : single(region)}`;
  },
  servicequotas: (region, { dualStack }) =>
    `servicequotas.${region}.${dualStack ? dual(region) : single(region)}`,
  // A global service: one endpoint for each partition.
  route53: (region) =>
    region.startsWith('us-gov-') ? 'route53.us-gov.amazonaws.com' : `route53.${single(region)}`,
  route53resolver: (region, { dualStack }) =>
    `route53resolver.${region}.${dualStack ? dual(region) : single(region)}`,
  secretsmanager(region, { fips, dualStack }) {
    const name = fips ? 'secretsmanager-fips' : 'secretsmanager';
    // The ordinary endpoints of most partitions have both kinds of addresses.
    const partition = partitionOf(region).id;
    const isBoth = /^aws(-us-gov)?$/.test(partition) || (partition === 'aws-cn' && !fips);
    return `${name}.${region}.${dualStack && !isBoth ? dual(region) : single(region)}`;
  },
  sts(region, { fips, dualStack }) {
    // GovCloud's ordinary endpoints are FIPS endpoints.
    const name = fips && (dualStack || !region.startsWith('us-gov-')) ? 'sts-fips' : 'sts';
    return `${name}.${region}.${dualStack ? dual(region) : single(region)}`;
  },
};

function single(region: string): string {
  return partitionOf(region).dnsSuffix;
}

function dual(region: string): string {
  return partitionOf(region).dualStackDnsSuffix;
}
