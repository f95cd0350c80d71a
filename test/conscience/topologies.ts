// Networks of a node that work, and up to three things that are wrong in each.
import { networkCollections, networkKey } from '../../src/local/network-state.ts';
import type {
  NetworkInterfaceRecord,
  OwnedRecord,
  RouteRecord,
  VpcEndpointRecord,
} from '../../src/local/records/network.ts';
import type { State } from '../../src/local/state.ts';
import {
  allInVpc,
  defaultAclOf,
  findIn,
  groupsOf,
  mainTableOf,
} from '../../src/local/vpc/lookups.ts';
import { servicePrefixListId } from '../../src/local/vpc/prefix-lists.ts';
import { sharedEndpoints } from './topology-hub.ts';
import type { Mistake, Topology } from './topology-kinds.ts';
import { zonesOf } from './topology-names.ts';
import { aclEntries, outwardRules, publicAccessOf } from './topology-rules.ts';

const toAll = '0.0.0.0/0';
const service = (name: string, region: string) => `com.amazonaws.${region}.${name}`;
const statement = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
const policyOf = (more: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ ...statement, ...more }] });

/** Makes the network of a node like that. The VPC has two subnets, of which the node is in the first. */
export function arrange(state: State, node: NetworkInterfaceRecord, topology: Topology): void {
  const { network } = state;
  const { way } = topology;
  const wrong = new Set<Mistake>(topology.wrong);
  const { accountId, region, vpcId } = node;
  const place = { accountId, region, vpcId };
  const owned = { accountId, region, tags: {} };
  const put = (kind: keyof typeof networkCollections, record: OwnedRecord & object) =>
    state.metadata
      .collection<OwnedRecord>(networkCollections[kind])
      .put(networkKey(record), record);
  const vpc = findIn(network.vpcs, place, vpcId);
  const [other] = allInVpc(network.subnets, place).filter(({ id }) => id !== node.subnetId);
  const main = mainTableOf(network, place);
  const acl = defaultAclOf(network, place);
  const [group] = groupsOf(network, node);
  if (!vpc || !other || !main || !acl || !group) throw new Error('the node is in no whole VPC');
  const igw = main.routes.find(({ target }) => target.startsWith('igw-'))?.target ?? '';
  const to = (target: string, destination = toAll): RouteRecord => ({
    destination,
    target,
    origin: 'CreateRoute',
  });

  const dhcpOptionsId = wrong.has('a DNS server of its own') ? 'dopt-0own' : vpc.dhcpOptionsId;
  const options = { 'domain-name-servers': ['198.51.100.53'] };
  put('dhcpOptions', { ...owned, id: 'dopt-0own', options } as OwnedRecord);
  put('vpcs', {
    ...vpc,
    dhcpOptionsId,
    enableDnsSupport: !wrong.has('DNS support off'),
    enableDnsHostnames: !wrong.has('DNS host names off'),
  } as OwnedRecord);
  const { publicIp = '54.64.0.9', ...inside } = node;
  const isPublic =
    (way === 'public address' || wrong.has('a way to the internet beside the shared endpoints')) &&
    !wrong.has('no public address');
  put('interfaces', (isPublic ? { ...inside, publicIp } : inside) as OwnedRecord);

  const hole = 'igw-00000000000000000';
  const first = way === 'NAT gateway' ? 'nat-0f' : igw;
  const wanted = wrong.has('default route into a blackhole')
    ? hole
    : wrong.has('default route into a peering connection')
      ? 'pcx-0f'
      : first;
  const hasDefault =
    (!way.startsWith('endpoints') ||
      wrong.has('a way to the internet beside the shared endpoints')) &&
    !wrong.has('no default route');
  const local = main.routes.filter(({ target }) => target === 'local');
  put('peerings', {
    ...owned,
    id: 'pcx-0f',
    requesterVpcId: vpcId,
    accepter: { vpcId: 'vpc-0f', accountId, region },
    status: 'active',
  } as OwnedRecord);
  const astray = wrong.has('a route that takes the other subnet away')
    ? [to('pcx-00000000000000000', other.cidr)]
    : [];
  const hub = way.startsWith('endpoints ') ? sharedEndpoints(network, node, topology) : undefined;
  for (const [kind, record] of hub?.records ?? []) put(kind, record);
  for (const zone of hub?.zones ?? []) state.hostedZones.put(zone.id, zone);
  const table = {
    ...owned,
    vpcId,
    id: 'rtb-0node',
    routes: [...local, ...(hasDefault ? [to(wanted)] : []), ...astray, ...(hub?.routes ?? [])],
    associations: [{ id: 'rtbassoc-0node', subnetId: node.subnetId }],
  };
  put('routeTables', table as OwnedRecord);
  const natIsAstray = wrong.has('NAT gateway in a subnet without a way out');
  put('routeTables', {
    ...owned,
    vpcId,
    id: 'rtb-0other',
    routes: [...local, ...(natIsAstray ? [] : [to(igw)])],
    associations: [{ id: 'rtbassoc-0other', subnetId: other.id }],
  } as OwnedRecord);

  const { publicIp: _none, instanceId: _machine, ...plain } = node;
  const natAddress = wrong.has('NAT gateway without an address') ? {} : { publicIp: '54.64.0.8' };
  const nat = { ...plain, ...natAddress, id: 'eni-0nat', subnetId: other.id, groupIds: [] };
  const natInterface = { ...nat, privateIp: '10.0.128.9', kind: 'nat_gateway' };
  put('interfaces', natInterface);
  put('natGateways', {
    ...owned,
    vpcId,
    id: 'nat-0f',
    subnetId: other.id,
    connectivity: 'public',
    interfaceId: 'eni-0nat',
    createdAt: 0,
  } as OwnedRecord);
  if (!wrong.has('NAT gateway without an address')) {
    put('addresses', {
      ...owned,
      id: 'eipalloc-0nat',
      publicIp: '54.64.0.8',
      association: { id: 'eipassoc-0nat', interfaceId: 'eni-0nat' },
    } as OwnedRecord);
  }

  if (way.startsWith('endpoints')) {
    const endpointSubnet = wrong.has('endpoints in the other subnet') ? other.id : node.subnetId;
    const closed = wrong.has('endpoints whose group is closed');
    const narrow = wrong.has('endpoints whose group lets the other subnet in');
    const groupIds = closed || narrow ? ['sg-0endpoints'] : [group.id];
    const rule = {
      id: 'sgr-0in',
      isEgress: false,
      protocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      cidrIpv4: other.cidr,
      tags: {},
    };
    put('securityGroups', {
      ...owned,
      vpcId,
      id: 'sg-0endpoints',
      name: 'endpoints',
      description: 'endpoints',
      rules: narrow ? [rule] : [],
    } as OwnedRecord);
    const endpoint = (name: string, at: number, more: Partial<VpcEndpointRecord> = {}) => {
      const isInterface = (more.type ?? 'Interface') === 'Interface';
      const subnetIds = isInterface && !wrong.has('endpoints in no subnet') ? [endpointSubnet] : [];
      const interfaceIds = subnetIds.map(() => `eni-0${name}`);
      const base = endpointSubnet === other.id ? '10.0.128' : '10.0.64';
      for (const id of interfaceIds) {
        const address = { privateIp: `${base}.${at}`, kind: 'vpc_endpoint' };
        const own = { ...plain, ...address, id, subnetId: endpointSubnet, groupIds };
        put('interfaces', own);
      }
      put('endpoints', {
        ...owned,
        vpcId,
        id: `vpce-0${name.replace('.', '')}`,
        type: 'Interface',
        serviceName: service(name, region),
        policy: policyOf({}),
        routeTableIds: [],
        subnetIds,
        groupIds: isInterface ? groupIds : [],
        interfaceIds,
        privateDnsEnabled: isInterface && !wrong.has('endpoints without private DNS'),
        ipAddressType: 'ipv4',
        createdAt: 0,
        ...more,
      } as OwnedRecord);
    };
    if (hub === undefined && !wrong.has('no endpoint ecr.api')) endpoint('ecr.api', 21);
    if (hub === undefined && !wrong.has('no endpoint ecr.dkr')) endpoint('ecr.dkr', 22);
    const policy = wrong.has('an S3 policy for own buckets')
      ? { policy: policyOf({ Resource: 'arn:aws:s3:::own/*' }) }
      : wrong.has('an S3 policy for an organization')
        ? { policy: policyOf({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-own' } } }) }
        : {};
    const tables = wrong.has('s3 endpoint in no route table') ? [] : [table.id];
    if (wrong.has('s3 endpoint of interfaces')) endpoint('s3', 23, policy);
    else if (!wrong.has('no endpoint s3')) {
      endpoint('s3', 23, { type: 'Gateway', routeTableIds: tables, ...policy });
    }
  }

  const outwards = outwardRules(wrong, vpc.cidrs[0]?.cidr ?? '', s3ListOf(region));
  if (outwards !== undefined) {
    const inwards = group.rules.filter(({ isEgress }) => !isEgress);
    put('securityGroups', { ...group, rules: [...inwards, ...outwards] } as OwnedRecord);
  }
  for (const [kind, record] of publicAccessOf(wrong, place)) put(kind, record);
  for (const zone of zonesOf(wrong, place)) state.hostedZones.put(zone.id, zone);
  const entries = aclEntries(wrong, other.cidr);
  if (entries !== undefined) put('networkAcls', { ...acl, entries } as OwnedRecord);
}

function s3ListOf(region: string): string {
  return servicePrefixListId(service('s3', region));
}
