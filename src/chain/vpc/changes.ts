import type { PlannedChange } from '../../actions/index.ts';
import { type Block, endpointServiceOf, type Host, type Way } from '../../network/index.ts';
import { openAcl } from './acl-changes.ts';
import { type PlannedVpcChange, tableOf } from './applied.ts';
import type { Attribution } from './attribution.ts';
import { inAccount, seen, type VpcContext } from './context.ts';
import { routesBetween } from './routes-between.ts';
import { withoutZone, withZone } from './zone-changes.ts';

/** The least change that opens what an attribution says is closed; none where only a person can. */
export function changesFor(
  context: VpcContext,
  way: Way,
  { code, block, endpoint, zone }: Attribution,
): PlannedVpcChange[] {
  const { network } = context;
  const common = inAccount(context);
  const modify = { ...common, kind: 'modify-vpc-endpoint' } as const;
  const attribute = { ...common, kind: 'modify-vpc-attribute', vpcId: network.vpcId } as const;
  switch (code) {
    case 'HW0901':
      return [{ ...attribute, attribute: 'EnableDnsSupport' }];
    case 'HW0902':
      return [{ ...attribute, attribute: 'EnableDnsHostnames' }];
    case 'HW0903':
      return endpoint === undefined
        ? []
        : [
            ...dnsForPrivateNames(context),
            { ...modify, vpcEndpointId: endpoint.vpcEndpointId, add: { privateDns: true } },
          ];
    case 'HW0906':
    case 'HW0909':
    case 'HW0910':
      return zone === undefined ? [] : withoutZone(context, zone);
    case 'HW0905':
      return zone === undefined ? [] : withZone(context, zone);
    case 'HW1009':
      return gatewayAssociation(context, endpoint?.vpcEndpointId);
    case 'HW1014':
      return endpoint?.state.toLowerCase() !== 'available'
        ? []
        : [
            {
              ...modify,
              vpcEndpointId: endpoint.vpcEndpointId,
              add: { subnetIds: [context.from.subnetId] },
            },
          ];
    case 'HW1002':
    case 'HW1004':
    case 'HW1005':
      return otherNatGateway(context, block) ?? newEndpoint(context, way.host);
    case 'HW1001':
    case 'HW1003':
    case 'HW1006':
    case 'HW1007':
    case 'HW1008':
    case 'HW1010':
    case 'HW1026':
      return newEndpoint(context, way.host);
    default:
      return block === undefined ? [] : openRule(context, way, block, endpoint?.groupIds[0]);
  }
}

function gatewayAssociation(
  context: VpcContext,
  vpcEndpointId: string | undefined,
): PlannedVpcChange[] {
  const table = tableOf(context.network, context.from.subnetId);
  if (vpcEndpointId === undefined || table === undefined) return [];
  return [
    {
      ...inAccount(context),
      kind: 'modify-vpc-endpoint',
      vpcEndpointId,
      add: { routeTableIds: [table] },
    },
  ];
}

/** A gateway of the VPC that works, in place of one that does not. */
function otherNatGateway(
  context: VpcContext,
  block: Block | undefined,
): PlannedVpcChange[] | undefined {
  const { network, from } = context;
  const bad = block?.why.kind === 'nat-gateway' ? block.why.natGatewayId : undefined;
  const other = seen(network.natGateways).find(
    ({ natGatewayId, state, connectivityType }) =>
      natGatewayId !== bad && state === 'available' && connectivityType === 'public',
  );
  const routeTableId = tableOf(network, from.subnetId);
  const destination = block?.why.kind === 'blackhole' ? block.why.route.destination : '0.0.0.0/0';
  if (other === undefined || routeTableId === undefined) return undefined;
  const { natGatewayId } = other;
  return [
    { ...inAccount(context), kind: 'replace-route', routeTableId, destination, natGatewayId },
  ];
}

/** An endpoint opens a way to one service, a gateway to everything. Beside others it stands where they do. */
function newEndpoint(context: VpcContext, host: Host): PlannedVpcChange[] {
  const { network, from } = context;
  if (host.region !== network.region) return [];
  const routeTableId = tableOf(network, from.subnetId);
  const common = {
    ...inAccount(context),
    kind: 'create-vpc-endpoint',
    vpcId: network.vpcId,
    serviceName: endpointServiceOf(host),
  } as const;
  if (host.service === 's3') {
    if (routeTableId === undefined) return [];
    return [{ ...common, where: { type: 'Gateway', routeTableIds: [routeTableId] } }];
  }
  const sibling = seen(network.endpoints).find(
    ({ vpcEndpointType, serviceName, subnetIds: all }) =>
      vpcEndpointType === 'Interface' && all.length > 0 && /\.ecr\.(api|dkr)$/.test(serviceName),
  );
  const subnetIds = sibling?.subnetIds ?? [from.subnetId];
  const groupIds = sibling?.groupIds ?? from.groupIds.slice(0, 1);
  return [
    ...dnsForPrivateNames(context),
    { ...common, where: { type: 'Interface', subnetIds, groupIds } },
  ];
}

/** Private DNS of endpoints takes both attributes: EC2 refuses it without them. */
function dnsForPrivateNames(context: VpcContext): PlannedVpcChange[] {
  const { dns, vpcId } = context.network;
  if (dns.state !== 'known') return [];
  const common = { ...inAccount(context), kind: 'modify-vpc-attribute', vpcId } as const;
  const { enableDnsSupport, enableDnsHostnames } = dns.value;
  return [
    ...(enableDnsSupport ? [] : [{ ...common, attribute: 'EnableDnsSupport' as const }]),
    ...(enableDnsHostnames ? [] : [{ ...common, attribute: 'EnableDnsHostnames' as const }]),
  ];
}

function openRule(
  context: VpcContext,
  way: Way,
  block: Block,
  endpointGroup: string | undefined,
): PlannedVpcChange[] {
  const { from } = context;
  const { why } = block;
  const common = inAccount(context);
  const [own] = from.groupIds;
  switch (why.kind) {
    case 'group-ingress': {
      const [groupId] = why.groupIds;
      if (groupId === undefined || own === undefined) return [];
      const peer = isFar(context, groupId)
        ? { cidrBlock: subnetBlockOf(context) }
        : { groupId: own };
      return [
        {
          ...common,
          kind: 'authorize-security-group',
          direction: 'ingress',
          groupId,
          port: 443,
          peer,
        },
      ];
    }
    case 'group-egress': {
      if (own === undefined) return [];
      const peer = peerOf(context, way, endpointGroup);
      return [
        {
          ...common,
          kind: 'authorize-security-group',
          direction: 'egress',
          groupId: own,
          port: 443,
          peer,
        },
      ];
    }
    case 'network-acl':
      return openAcl(context, why);
    case 'no-route':
    case 'nobody-there':
    case 'no-way-back':
      return routesBetween(context, way, why);
    case 'nat-gateway':
      return why.inner === undefined ? [] : openRule(context, way, why.inner, endpointGroup);
    case 'blackhole':
    case 'dead-end':
      return deleteRoute(context, why.routeTableId, why.route.destination);
    default:
      return [];
  }
}

/** Whether a security group is one of another VPC, whose rules cannot always name groups of this one. */
function isFar({ network }: VpcContext, groupId: string): boolean {
  return network.far.some(({ securityGroups }) =>
    seen(securityGroups).some((one) => one.groupId === groupId),
  );
}

function subnetBlockOf({ network, from }: VpcContext): string {
  const subnet = seen(network.subnets).find(({ subnetId }) => subnetId === from.subnetId);
  return subnet?.cidrBlocks.find((block) => !block.includes(':')) ?? `${from.privateIp}/32`;
}

/** The narrowest peer that holds the host: the endpoint's group, S3's prefix list, else the internet. */
function peerOf(
  { network }: VpcContext,
  { host, outcome }: Way,
  endpointGroup: string | undefined,
): Extract<PlannedChange, { kind: 'authorize-security-group' }>['peer'] {
  if (endpointGroup !== undefined) return { groupId: endpointGroup };
  const list = seen(network.prefixLists).find(
    ({ prefixListName }) => prefixListName === endpointServiceOf(host),
  );
  return host.service === 's3' && list !== undefined && outcome !== undefined
    ? { prefixListId: list.prefixListId }
    : { cidrBlock: '0.0.0.0/0' };
}

/** A route that takes the addresses of an endpoint away from the VPC. */
function deleteRoute(
  context: VpcContext,
  routeTableId: string,
  destination: string,
): PlannedVpcChange[] {
  return [{ ...inAccount(context), kind: 'delete-route', routeTableId, destination }];
}
