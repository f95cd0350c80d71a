import { partitionOf } from '../names/partitions.ts';
import { parseEcrHost } from '../names/registry-host.ts';

/** A host that a pull asks, and the service of AWS behind it. */
export interface Host {
  readonly name: string;
  readonly service: ServiceName;
  readonly region: string;
  /** Whether it has IPv6 addresses as well. */
  readonly dualStack: boolean;
}

export type ServiceName = 'ecr.api' | 'ecr.dkr' | 's3';

/**
 * The hosts of a pull from a private registry: the API that gives tokens, the registry, and the bucket that it redirects
 * to for layers (ECR User Guide, "VPC endpoints": considerations and the bucket's name).
 */
export function hostsOfPull(place: {
  readonly host: string;
  readonly registryId: string;
  readonly region: string;
}): readonly [api: Host, registry: Host, layers: Host] {
  const { region, registryId } = place;
  const { dnsSuffix } = partitionOf(region);
  const parsed = parseEcrHost(place.host);
  const dualStack = parsed?.dualStack === true;
  const registry =
    parsed === undefined || parsed.suffix === 'localhost'
      ? `${registryId}.dkr.ecr.${region}.${dnsSuffix}`
      : place.host.replace(/:\d+$/, '');
  const bucket = `${layerBucketOf(region)}.s3.${dualStack ? 'dualstack.' : ''}${region}.${dnsSuffix}`;
  return [
    // The credential provider asks the API over IPv4, whichever form the image's host has.
    { name: `api.ecr.${region}.${dnsSuffix}`, service: 'ecr.api', region, dualStack: false },
    { name: registry, service: 'ecr.dkr', region, dualStack },
    { name: bucket, service: 's3', region, dualStack },
  ];
}

/** The bucket of AWS's own that holds the layers of a Region's registries. */
export function layerBucketOf(region: string): string {
  return `prod-${region}-starport-layer-bucket`;
}

/** The name under which a service offers endpoints, such as `com.amazonaws.eu-west-1.ecr.api`. */
export function endpointServiceOf({ service, region }: Pick<Host, 'service' | 'region'>): string {
  const domain = region.startsWith('cn-') && service !== 's3' ? 'cn.com' : 'com';
  return `${domain}.amazonaws.${region}.${service}`;
}

/** Whether private DNS of an interface endpoint for the host's service answers for the host (each service's guide). */
export function isPrivateNameOf(host: Host): boolean {
  const { region, name, service } = host;
  const { dnsSuffix } = partitionOf(region);
  switch (service) {
    case 's3':
      return name.endsWith(`.s3.${region}.${dnsSuffix}`) || name === `s3.${region}.${dnsSuffix}`;
    default:
      return true;
  }
}
