import {
  answersFor,
  type Block,
  endpointServiceOf,
  type HostedZone,
  servesHost,
  type VpcEndpoint,
  type Way,
} from '../../network/index.ts';
import { tableOf } from './applied.ts';
import { seen, type VpcContext } from './context.ts';
import { sharedZoneFor, silentZoneFor } from './shared-zones.ts';

/** Why a way is closed: the cause, the link that it breaks, and what was at fault. */
export interface Attribution {
  readonly code: string;
  readonly link: 'dns' | 'network';
  /** In words, ahead of what stopped the connection. */
  readonly why?: string;
  /** What stopped it; left out where no address was found to connect to. */
  readonly block?: Block;
  /** The endpoint that is not used, or that is reached in vain. */
  readonly endpoint?: VpcEndpoint;
  /** The private hosted zone that answers for the host. */
  readonly zone?: HostedZone;
}

/** Blocks that say that no way leads there at all, unlike rules that close one. */
const wayless = new Set([
  'no-route',
  'blackhole',
  'dead-end',
  'no-public-address',
  'public-access-blocked',
  'nat-gateway',
]);

/** The causes for which a way is closed, the first that a packet meets first; none where it is open, or was not seen. */
export function attributionsOf(context: VpcContext, way: Way): Attribution[] {
  const { resolution, outcome, host } = way;
  if (resolution.kind === 'no-resolver') return [{ code: 'HW0901', link: 'dns' }];
  if (resolution.kind === 'no-address') {
    const { endpoint } = resolution;
    const why = `endpoint ${endpoint.vpcEndpointId} has the name of ${host.name}, and is in no subnet`;
    return [{ code: 'HW1014', link: 'network', why, endpoint }];
  }
  if (resolution.kind === 'no-record') {
    const { zone } = resolution;
    const why = `private hosted zone ${zone.hostedZoneId} (${zone.name}) of the VPC answers for ${host.name}, and has no record for it`;
    return [{ code: host.service === 's3' ? 'HW0909' : 'HW0910', link: 'dns', why, zone }];
  }
  if (outcome?.kind !== 'blocked' || outcome.block.why.kind === 'no-address-of-family') return [];
  const blocks = [outcome.block, ...outcome.others];
  const missing = blocks.find(isWayless);
  if (resolution.kind === 'zone') {
    const { zone, values, destinations } = resolution;
    const isElsewhere = destinations.some((one) => one.isElsewhere === true);
    const gone = blocks.find(isOfNobody);
    if (gone === undefined && !isElsewhere) {
      return blocks.map((block) => ({ ...ofRule(block, 'HW1018'), zone }));
    }
    const why = `private hosted zone ${zone.hostedZoneId} (${zone.name}) points ${host.name} to ${values.join(', ')}`;
    return [{ code: 'HW0906', link: 'dns', why, block: gone ?? outcome.block, zone }];
  }
  if (resolution.kind === 'endpoint') {
    const { endpoint } = resolution;
    return blocks.map((block) => ({ ...ofRule(block, 'HW1018'), endpoint }));
  }
  // Rules on a way that leads nowhere do not matter.
  return missing === undefined
    ? blocks.map((block) => ofRule(block, 'HW1001'))
    : [{ ...withoutWay(context, way, missing), block: missing }];
}

function isOfNobody({ why }: Block): boolean {
  if (why.kind === 'nat-gateway') return why.inner !== undefined && isOfNobody(why.inner);
  return why.kind === 'nobody-there';
}

function isWayless({ why }: Block): boolean {
  if (why.kind === 'nat-gateway') return why.inner === undefined || isWayless(why.inner);
  return wayless.has(why.kind);
}

function ofRule(block: Block, otherwise: string): Attribution {
  const link = 'network';
  switch (block.why.kind) {
    case 'group-egress':
      return { code: 'HW1012', link, block };
    case 'group-ingress':
      return { code: 'HW1011', link, block };
    case 'network-acl':
      return { code: 'HW1013', link, block };
    case 'nat-gateway':
      return {
        code: block.why.inner?.why.kind === 'network-acl' ? 'HW1013' : otherwise,
        link,
        block,
      };
    default:
      return { code: otherwise, link, block };
  }
}

/** Nothing leads to the public addresses of the host: an endpoint was to, or a gateway. */
function withoutWay(context: VpcContext, way: Way, block: Block): Attribution {
  const { host } = way;
  const endpoints = seen(context.network.endpoints);
  const own = endpoints.find((one) => servesHost(one, host));
  const gateway = endpoints.find(
    (one) => one.vpcEndpointType === 'Gateway' && one.serviceName === endpointServiceOf(host),
  );
  if (gateway !== undefined) return unusedGateway(context, gateway);
  if (own !== undefined) return unusedEndpoint(context, way, own);
  const link = 'network';
  switch (block.why.kind) {
    case 'blackhole':
      return { code: 'HW1002', link };
    case 'no-public-address':
      return { code: 'HW1003', link };
    case 'public-access-blocked':
      return { code: 'HW1026', link };
    case 'nat-gateway':
      if (block.why.noPort === true) return { code: 'HW1005', link };
      return { code: isOfPublicAccess(block) ? 'HW1026' : 'HW1004', link };
    default:
      return withoutEndpoint(context, way);
  }
}

function isOfPublicAccess({ why }: Block): boolean {
  return why.kind === 'nat-gateway' && why.inner?.why.kind === 'public-access-blocked';
}

function unusedGateway({ network, from }: VpcContext, endpoint: VpcEndpoint): Attribution {
  const table = tableOf(network, from.subnetId);
  const why = `gateway endpoint ${endpoint.vpcEndpointId} is not in route table ${table} of ${from.subnetId}`;
  return { code: 'HW1009', link: 'network', why, endpoint };
}

function unusedEndpoint(
  { network }: VpcContext,
  { host }: Way,
  endpoint: VpcEndpoint,
): Attribution {
  const { vpcEndpointId: id, privateDnsEnabled, state } = endpoint;
  if (state.toLowerCase() !== 'available') {
    return { code: 'HW1014', link: 'network', why: `endpoint ${id} is ${state}`, endpoint };
  }
  if (host.service === 's3') {
    const why = `the private DNS of endpoint ${id} does not answer for ${host.name}`;
    return { code: 'HW1010', link: 'network', why, endpoint };
  }
  if (!privateDnsEnabled) {
    const why = `endpoint ${id} has no private DNS, so that ${host.name} has public addresses`;
    return { code: 'HW0903', link: 'dns', why, endpoint };
  }
  const answers = answersFor(network, endpoint, host);
  const why = `${network.vpcId} has enableDnsHostnames off, so that the private DNS of endpoint ${id} does not answer`;
  return answers
    ? { code: 'HW1018', link: 'network', endpoint }
    : { code: 'HW0902', link: 'dns', why, endpoint };
}

const missingEndpoint = { 'ecr.dkr': 'HW1006', 'ecr.api': 'HW1007', s3: 'HW1008' } as const;

/** Where others of a pull's endpoints are there, the one that is missing is the cause. */
function withoutEndpoint({ network }: VpcContext, { host }: Way): Attribution {
  const link = 'network';
  const silent = silentZoneFor(network, host);
  if (silent !== undefined) {
    const why = `${network.vpcId} has enableDnsHostnames off, so that private hosted zone ${silent.hostedZoneId} (${silent.name}) does not answer`;
    return { code: 'HW0902', link: 'dns', why };
  }
  const shared = sharedZoneFor(network, host);
  if (shared !== undefined) {
    const { zone, vpcId } = shared;
    const why = `hosted zone ${zone.hostedZoneId} (${zone.name}), which leads ${host.name} to an endpoint in ${vpcId}, is not associated with ${network.vpcId}`;
    return { code: 'HW0905', link: 'dns', why, zone };
  }
  const services = ['ecr.api', 'ecr.dkr', 's3'] as const;
  const names = seen(network.endpoints).map(({ serviceName }) => serviceName);
  const has = (region: string) =>
    services.some((service) => names.includes(endpointServiceOf({ service, region })));
  if (host.region !== network.region && has(network.region)) {
    const why = `the endpoints of ${network.vpcId} serve ${network.region}, and the image is in ${host.region}`;
    return { code: 'HW1024', link, why };
  }
  if (!has(host.region)) return { code: 'HW1001', link };
  const why = `${network.vpcId} has no endpoint ${endpointServiceOf(host)}`;
  return { code: missingEndpoint[host.service], link, why };
}
