import type { networkCollections } from '../network-state.ts';
import type { HostedZoneRecord } from '../records/dns.ts';
import type {
  NetworkAclRecord,
  NetworkInterfaceRecord,
  OwnedRecord,
  PeeringConnectionRecord,
  RouteRecord,
  RouteTableRecord,
  SecurityGroupRecord,
  SubnetRecord,
  TransitGatewayAttachmentRecord,
  TransitGatewayRecord,
  VpcEndpointRecord,
  VpcRecord,
} from '../records/network.ts';
import { lastEntries, localRoutes } from '../vpc/new-vpc.ts';

/** Addresses of the VPC whose endpoints others share. */
const hubBlock = '10.250.0.0/16';
const everything = JSON.stringify({
  Statement: [{ Action: '*', Effect: 'Allow', Principal: '*', Resource: '*' }],
});

/** How a VPC comes to the endpoints of the hub, and what is wrong with the hub. */
export interface HubShape {
  readonly by: 'peering' | 'transit gateway';
  readonly hasNoWayBack?: boolean;
  /** Its endpoints let nobody in. */
  readonly isClosed?: boolean;
}

export interface Hub {
  /** The route that leads there. */
  readonly route: RouteRecord;
  readonly records: readonly (readonly [keyof typeof networkCollections, OwnedRecord])[];
  /** Those of ecr.api and ecr.dkr; they are in the hub only. */
  readonly zones: readonly [api: HostedZoneRecord, registry: HostedZoneRecord];
}

/** A VPC with the endpoints of ECR in it, and private hosted zones that lead to them, for the VPC of a subnet. */
export function hubFor(vpc: VpcRecord, subnet: SubnetRecord, shape: HubShape, now: number): Hub {
  const { accountId, region } = vpc;
  const place = { accountId, region, tags: { Name: 'hub' } };
  const hub: VpcRecord = {
    ...vpc,
    ...place,
    id: 'vpc-0hub',
    cidrs: [{ id: 'vpc-cidr-assoc-0hub', cidr: hubBlock }],
    ipv6Cidrs: [],
    isDefault: false,
    enableDnsHostnames: true,
    enableDnsSupport: true,
  };
  const inHub = { ...place, vpcId: hub.id };
  const there: SubnetRecord = {
    ...subnet,
    ...inHub,
    id: 'subnet-0hub',
    cidr: '10.250.1.0/24',
    ipv6Cidrs: [],
    isDefaultForZone: false,
  };
  const target = shape.by === 'peering' ? 'pcx-0hub' : 'tgw-0hub';
  const routeTo = (destination: string): RouteRecord => ({
    destination,
    target,
    origin: 'CreateRoute',
  });
  const back = vpc.cidrs.map(({ cidr }) => routeTo(cidr));
  const table: RouteTableRecord = {
    ...inHub,
    id: 'rtb-0hub',
    routes: [...localRoutes(hub), ...(shape.hasNoWayBack === true ? [] : back)],
    associations: [],
    mainAssociationId: 'rtbassoc-0hub',
  };
  const group: SecurityGroupRecord = {
    ...inHub,
    id: 'sg-0hub',
    name: 'endpoints',
    description: 'endpoints',
    rules:
      shape.isClosed === true
        ? []
        : vpc.cidrs.map(({ cidr }) => ({
            id: 'sgr-0hub',
            isEgress: false,
            protocol: 'tcp',
            fromPort: 443,
            toPort: 443,
            cidrIpv4: cidr,
            tags: {},
          })),
  };
  const acl: NetworkAclRecord = {
    ...inHub,
    id: 'acl-0hub',
    isDefault: true,
    entries: [
      ...[true, false].map((isEgress) => ({
        number: 100,
        isEgress,
        action: 'allow' as const,
        protocol: '-1',
        cidr: '0.0.0.0/0',
      })),
      ...lastEntries(false),
    ],
    associations: [{ id: 'aclassoc-0hub', subnetId: there.id }],
  };
  const services = ['api', 'dkr'] as const;
  return {
    route: routeTo(hubBlock),
    records: [
      ['vpcs', hub],
      ['subnets', there],
      ['routeTables', table],
      ['securityGroups', group],
      ['networkAcls', acl],
      ...connection(vpc, subnet, there, shape, now),
      ...services.flatMap((name, at) => endpoint(there, name, `10.250.1.${21 + at}`, now)),
    ],
    zones: [zone(hub, 'api', now), zone(hub, 'dkr', now)],
  };
}

function connection(
  vpc: VpcRecord,
  near: SubnetRecord,
  there: SubnetRecord,
  { by }: HubShape,
  createdAt: number,
): Hub['records'] {
  const { accountId, region } = vpc;
  const place = { accountId, region, tags: { Name: 'hub' } };
  if (by === 'peering') {
    const peering: PeeringConnectionRecord = {
      ...place,
      id: 'pcx-0hub',
      requesterVpcId: vpc.id,
      accepter: { vpcId: there.vpcId, accountId, region },
      status: 'active',
    };
    return [['peerings', peering]];
  }
  const id = 'tgw-0hub';
  const gateway: TransitGatewayRecord = {
    ...place,
    id,
    description: 'hub',
    amazonSideAsn: 64_512,
    createdAt,
  };
  const attachment = (name: string, subnet: SubnetRecord): TransitGatewayAttachmentRecord => ({
    ...place,
    id: `tgw-attach-0${name}`,
    transitGatewayId: id,
    vpcId: subnet.vpcId,
    subnetIds: [subnet.id],
    createdAt,
  });
  return [
    ['transitGateways', gateway],
    ['transitGatewayAttachments', attachment('near', near)],
    ['transitGatewayAttachments', attachment('hub', there)],
  ];
}

function endpoint(
  { id: subnetId, vpcId, accountId, region }: SubnetRecord,
  service: 'api' | 'dkr',
  privateIp: string,
  createdAt: number,
): Hub['records'] {
  const place = { accountId, region, vpcId, tags: { Name: 'hub' } };
  const id = `vpce-0hub${service}`;
  const own: NetworkInterfaceRecord = {
    ...place,
    id: `eni-0hub${service}`,
    subnetId,
    groupIds: ['sg-0hub'],
    privateIp,
    ipv6Addresses: [],
    kind: 'vpc_endpoint',
    description: `VPC Endpoint Interface ${id}`,
    attachedAt: createdAt,
  };
  const made: VpcEndpointRecord = {
    ...place,
    id,
    type: 'Interface',
    serviceName: `com.amazonaws.${region}.ecr.${service}`,
    policy: everything,
    routeTableIds: [],
    subnetIds: [subnetId],
    groupIds: ['sg-0hub'],
    interfaceIds: [own.id],
    privateDnsEnabled: false,
    ipAddressType: 'ipv4',
    createdAt,
  };
  return [
    ['interfaces', own],
    ['endpoints', made],
  ];
}

function zone(hub: VpcRecord, service: 'api' | 'dkr', createdAt: number): HostedZoneRecord {
  const { accountId, region, id } = hub;
  const name =
    service === 'api' ? `api.ecr.${region}.amazonaws.com` : `dkr.ecr.${region}.amazonaws.com`;
  const own = `vpce-0hub${service}-1a2b3c4d.${service}.ecr.${region}.vpce.amazonaws.com`;
  return {
    id: `Z0HUB${service.toUpperCase()}`,
    accountId,
    name,
    comment: 'hub',
    callerReference: `hub ${service}`,
    vpcs: [{ id, region }],
    records: [
      {
        name: service === 'api' ? name : `*.${name}`,
        type: 'A',
        values: [],
        alias: { zoneId: 'Z38GZ743OKFT7T', name: own },
      },
    ],
    createdAt,
  };
}
