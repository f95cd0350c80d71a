import { known } from '../chain/fact.ts';
import type { InterfaceFacts, NetworkFacts, World } from '../chain/world.ts';
import { mapInTurns } from './core/turns.ts';
import type {
  NetworkAclRecord,
  RouteTableRecord,
  SecurityGroupRecord,
  SecurityGroupRuleRecord,
  VpcEndpointRecord,
  VpcRecord,
} from './records/network.ts';
import { type InstanceRecord, metadataOptionsOf, type State } from './state.ts';
import {
  addressOf,
  allIn,
  allInVpc,
  findIn,
  gatewayEndpointsOf,
  type InVpc,
  interfaceOfInstance,
  publicIpOf,
} from './vpc/lookups.ts';
import { managedPrefixLists, servicePrefixListId } from './vpc/prefix-lists.ts';
import { isActive } from './vpc/route-state.ts';
import { farVpcIds, peeringFacts, transitGatewayFacts } from './world-far.ts';
import { addressesOf, dhcpFacts, hostedZoneFacts, resolverRuleFacts } from './world-zones.ts';

/** The networks of all accounts, and the interfaces of the machines in them. */
export async function networksOf(state: State): Promise<Pick<World, 'interfaces' | 'networks'>> {
  const interfaces = state.instances.list().flatMap(({ document }) => {
    const found = interfaceFacts(state, document);
    return found === undefined ? [] : [[document.instanceId, known(found)] as const];
  });
  const vpcs = state.network.vpcs.list();
  const networks = await mapInTurns(
    vpcs,
    async ({ document }) => [document.id, known(await networkFacts(state, document))] as const,
  );
  return { interfaces: Object.fromEntries(interfaces), networks: Object.fromEntries(networks) };
}

/** The primary interface of an emulated machine; undefined for one that is in no VPC. */
function interfaceFacts({ network }: State, instance: InstanceRecord): InterfaceFacts | undefined {
  const own = interfaceOfInstance(network, instance);
  if (own === undefined) return undefined;
  const publicIp = publicIpOf(network, own);
  const { httpEndpoint, httpTokens, hopLimit } = metadataOptionsOf(instance);
  return {
    vpcId: own.vpcId,
    region: own.region,
    subnetId: own.subnetId,
    groupIds: own.groupIds,
    privateIp: own.privateIp,
    ...(publicIp === undefined ? {} : { publicIp }),
    ipv6Addresses: own.ipv6Addresses,
    metadata: { endpoint: httpEndpoint, tokens: httpTokens, hopLimit },
  };
}

/** A VPC as facts, of which nothing is unseen. */
async function networkFacts(state: State, vpc: VpcRecord, isFar = false): Promise<NetworkFacts> {
  const { network } = state;
  const { accountId, region, id: vpcId } = vpc;
  const place: InVpc = { accountId, region, vpcId };
  const endpoints = allInVpc(network.endpoints, place);
  const zones = hostedZoneFacts(state, vpcId);
  const named = addressesOf(state, vpcId);
  const peerings = peeringFacts(state, place);
  const transitGateways = transitGatewayFacts(state, place);
  const subnets = allInVpc(network.subnets, place);
  const own = new Set(subnets.map(({ id }) => id));
  return {
    vpcId,
    region,
    vpc: known({
      vpcId,
      cidrBlocks: [...vpc.cidrs, ...vpc.ipv6Cidrs].map(({ cidr }) => cidr),
      dhcpOptionsId: vpc.dhcpOptionsId,
    }),
    dns: known({
      enableDnsSupport: vpc.enableDnsSupport,
      enableDnsHostnames: vpc.enableDnsHostnames,
    }),
    dhcpOptions: known(dhcpFacts(state, vpc)),
    subnets: known(
      subnets.map(({ id, cidr, ipv6Cidrs, zone, enableDns64 }) => ({
        subnetId: id,
        vpcId,
        availabilityZone: zone,
        cidrBlocks: [cidr, ...ipv6Cidrs.map((block) => block.cidr)],
        enableDns64,
      })),
    ),
    routeTables: known(
      allInVpc(network.routeTables, place).map((table) => routeTableFacts(state, table)),
    ),
    networkAcls: known(allInVpc(network.networkAcls, place).map(aclFacts)),
    securityGroups: known(await mapInTurns(allInVpc(network.securityGroups, place), groupFacts)),
    natGateways: known(
      allInVpc(network.natGateways, place).map((nat) => {
        const own = findIn(network.interfaces, place, nat.interfaceId);
        const publicIp = own === undefined ? undefined : addressOf(network, own)?.publicIp;
        return {
          natGatewayId: nat.id,
          state: nat.deletedAt === undefined ? 'available' : 'deleted',
          connectivityType: nat.connectivity,
          subnetId: nat.subnetId,
          ...(own === undefined ? {} : { privateIp: own.privateIp }),
          ...(publicIp === undefined ? {} : { publicIp }),
        };
      }),
    ),
    endpoints: known(endpoints.map(endpointFacts)),
    endpointInterfaces: known(
      endpoints.flatMap(({ id, interfaceIds }) =>
        interfaceIds.flatMap((interfaceId) => {
          const own = findIn(network.interfaces, place, interfaceId);
          if (own === undefined) return [];
          const addresses = [own.privateIp, ...own.ipv6Addresses];
          return [{ vpcEndpointId: id, subnetId: own.subnetId, addresses }];
        }),
      ),
    ),
    prefixLists: known(prefixListFacts(state, place)),
    hostedZones: known(zones),
    addressesInUse: known(
      allInVpc(network.interfaces, place)
        .flatMap(({ privateIp, ipv6Addresses }) => [privateIp, ...ipv6Addresses])
        .filter((address) => named.has(address)),
    ),
    resolverRules: known(resolverRuleFacts(state, place)),
    peerings: known(peerings),
    transitGateways: known(transitGateways),
    far: isFar ? [] : await farFacts(state, farVpcIds(vpcId, peerings, transitGateways)),
    publicAccessBlock: known(findIn(network.publicAccess, place, 'options')?.mode ?? 'off'),
    publicAccessExclusions: known(
      allIn(network.publicAccessExclusions, place)
        .filter(({ resourceId }) => resourceId === vpcId || own.has(resourceId))
        .map(({ id, resourceId, mode }) => ({ exclusionId: id, resourceId, mode })),
    ),
  };
}

/** The VPCs that peering connections and transit gateways lead to. */
async function farFacts(state: State, ids: ReadonlySet<string>): Promise<NetworkFacts[]> {
  const all = state.network.vpcs.list().filter(({ document: { id } }) => ids.has(id));
  return Promise.all(all.map(({ document }) => networkFacts(state, document, true)));
}

function routeTableFacts({ network }: State, table: RouteTableRecord) {
  const gateways = gatewayEndpointsOf(network, table).map(({ id, serviceName }) => ({
    destination: servicePrefixListId(serviceName),
    target: id,
    state: 'active' as const,
  }));
  return {
    routeTableId: table.id,
    vpcId: table.vpcId,
    main: table.mainAssociationId !== undefined,
    subnetIds: table.associations.flatMap(({ subnetId }) => subnetId ?? []),
    routes: [
      ...table.routes.map((route) => ({
        destination: route.destination,
        target: route.target,
        state: isActive(network, table, route) ? ('active' as const) : ('blackhole' as const),
      })),
      ...gateways,
    ],
  };
}

function aclFacts({ id, associations, entries }: NetworkAclRecord) {
  return {
    networkAclId: id,
    subnetIds: associations.map(({ subnetId }) => subnetId),
    entries: entries.map(({ number, isEgress, action, protocol, cidr, fromPort, toPort }) => ({
      ruleNumber: number,
      egress: isEgress,
      ruleAction: action,
      protocol,
      cidrBlock: cidr,
      ...(fromPort === undefined || toPort === undefined
        ? {}
        : { portRange: { from: fromPort, to: toPort } }),
    })),
  };
}

function groupFacts({ id, name, rules }: SecurityGroupRecord) {
  const permissions = (isEgress: boolean) =>
    rules.filter((rule) => rule.isEgress === isEgress).map(permissionFacts);
  return {
    groupId: id,
    groupName: name,
    ipPermissions: permissions(false),
    ipPermissionsEgress: permissions(true),
  };
}

function permissionFacts(rule: SecurityGroupRuleRecord) {
  const { protocol, fromPort, toPort, cidrIpv4, cidrIpv6, prefixListId, group } = rule;
  return {
    ipProtocol: protocol,
    ...(fromPort === undefined ? {} : { fromPort }),
    ...(toPort === undefined ? {} : { toPort }),
    cidrBlocks: [cidrIpv4, cidrIpv6].flatMap((block) => block ?? []),
    groupIds: group === undefined ? [] : [group.groupId],
    prefixListIds: prefixListId === undefined ? [] : [prefixListId],
  };
}

function endpointFacts(endpoint: VpcEndpointRecord) {
  return {
    vpcEndpointId: endpoint.id,
    vpcEndpointType: endpoint.type,
    serviceName: endpoint.serviceName,
    state: 'available',
    policyDocument: endpoint.policy,
    routeTableIds: endpoint.routeTableIds,
    subnetIds: endpoint.subnetIds,
    groupIds: endpoint.groupIds,
    privateDnsEnabled: endpoint.privateDnsEnabled,
    privateDnsOnlyForInboundResolverEndpoint: false,
    ipAddressType: endpoint.ipAddressType,
  };
}

function prefixListFacts({ network }: State, place: InVpc) {
  const own = network.prefixLists
    .list({ prefix: `${place.accountId}/${place.region}/` })
    .map(({ document: { id, name, entries } }) => ({
      prefixListId: id,
      prefixListName: name,
      cidrBlocks: known(entries.map(({ cidr }) => cidr)),
    }));
  const managed = managedPrefixLists(place.region).map(({ id, name, cidrs }) => ({
    prefixListId: id,
    prefixListName: name,
    cidrBlocks: known(cidrs),
  }));
  return [...managed, ...own];
}
