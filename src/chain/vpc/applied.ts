import type { Ec2Change, PlannedChange, Route53Change } from '../../actions/index.ts';
import { askingResolver, routeTableOf, type VpcEndpoint } from '../../network/index.ts';
import { type Fact, known } from '../fact.ts';
import type { NetworkFacts } from '../world.ts';

type Kind = (Ec2Change | Route53Change)['kind'];
type Planned<One extends Kind> = Extract<PlannedChange, { kind: One }>;
/** A change to the VPC itself, or to what names resolve to in it. */
export type PlannedVpcChange = Planned<
  Exclude<Kind, 'enable-instance-metadata' | 'let-pods-reach-metadata'>
>;

/** The VPC as it is after a change: so that a fix is known to mend before it is printed. It may be one in a VPC behind it. */
export function applied(network: NetworkFacts, change: PlannedVpcChange): NetworkFacts {
  const changed = appliedHere(network, change);
  const far = network.far.map((one) => appliedHere(one, change));
  return { ...changed, far };
}

function appliedHere(network: NetworkFacts, change: PlannedVpcChange): NetworkFacts {
  switch (change.kind) {
    case 'create-vpc-endpoint':
      return change.vpcId === network.vpcId ? withEndpoint(network, change) : network;
    case 'modify-vpc-endpoint': {
      const { vpcEndpointId: id, add } = change;
      const changed = withChangedEndpoint(network, id, (one) => ({
        ...one,
        ...('routeTableIds' in add
          ? { routeTableIds: [...one.routeTableIds, ...add.routeTableIds] }
          : {}),
        ...('subnetIds' in add ? { subnetIds: [...one.subnetIds, ...add.subnetIds] } : {}),
        ...('privateDns' in add ? { privateDnsEnabled: true } : {}),
      }));
      return 'routeTableIds' in add
        ? withGatewayRoutes(changed, id, listOf(network, id), add.routeTableIds)
        : changed;
    }
    case 'set-vpc-endpoint-policy':
      return withChangedEndpoint(network, change.vpcEndpointId, (one) => ({
        ...one,
        policyDocument: JSON.stringify(change.document),
      }));
    case 'create-route':
    case 'replace-route':
    case 'delete-route':
      return withRoute(network, change);
    case 'authorize-security-group':
      return withRule(network, change);
    case 'create-network-acl-entry':
      return withEntry(network, change);
    case 'delete-zone-records':
      return network;
    case 'associate-dhcp-options':
      return change.vpcId === network.vpcId ? askingResolver(network) : network;
    case 'associate-hosted-zone': {
      if (change.vpcId !== network.vpcId) return network;
      const all = network.far.flatMap((one) =>
        one.hostedZones.state === 'known' ? one.hostedZones.value : [],
      );
      const zone = all.filter(({ hostedZoneId }) => hostedZoneId === change.hostedZoneId);
      return { ...network, hostedZones: map(network.hostedZones, (own) => [...own, ...zone]) };
    }
    case 'disassociate-hosted-zone':
    case 'delete-hosted-zone': {
      if (change.kind === 'disassociate-hosted-zone' && change.vpcId !== network.vpcId)
        return network;
      const hostedZones = map(network.hostedZones, (all) =>
        all.filter(({ hostedZoneId }) => hostedZoneId !== change.hostedZoneId),
      );
      return { ...network, hostedZones };
    }
    case 'modify-vpc-attribute': {
      if (change.vpcId !== network.vpcId) return network;
      const name =
        change.attribute === 'EnableDnsSupport' ? 'enableDnsSupport' : 'enableDnsHostnames';
      const { dns } = network;
      return dns.state === 'known'
        ? { ...network, dns: known({ ...dns.value, [name]: true }) }
        : network;
    }
  }
}

/** The id of an endpoint that is not made yet. */
function futureId(serviceName: string): string {
  return `vpce-${serviceName}`;
}

function withEndpoint(
  network: NetworkFacts,
  { where, serviceName }: Planned<'create-vpc-endpoint'>,
): NetworkFacts {
  const vpcEndpointId = futureId(serviceName);
  const isInterface = where.type === 'Interface';
  const endpoint: VpcEndpoint = {
    vpcEndpointId,
    vpcEndpointType: where.type,
    serviceName,
    state: 'available',
    policyDocument: '',
    routeTableIds: isInterface ? [] : where.routeTableIds,
    subnetIds: isInterface ? where.subnetIds : [],
    groupIds: isInterface ? where.groupIds : [],
    privateDnsEnabled: isInterface,
    privateDnsOnlyForInboundResolverEndpoint: false,
    ipAddressType: 'ipv4',
  };
  const changed = { ...network, endpoints: map(network.endpoints, (all) => [...all, endpoint]) };
  return isInterface
    ? changed
    : withGatewayRoutes(
        changed,
        vpcEndpointId,
        listNamed(network, serviceName),
        where.routeTableIds,
      );
}

/** A gateway endpoint puts a route to its prefix list into each of its tables. */
function withGatewayRoutes(
  network: NetworkFacts,
  target: string,
  destination: string,
  tables: readonly string[],
): NetworkFacts {
  const routeTables = map(network.routeTables, (all) =>
    all.map((table) =>
      tables.includes(table.routeTableId)
        ? { ...table, routes: [...table.routes, { destination, target, state: 'active' as const }] }
        : table,
    ),
  );
  return { ...network, routeTables };
}

/** The prefix list of an endpoint that is there. */
function listOf(network: NetworkFacts, vpcEndpointId: string): string {
  const endpoints = network.endpoints.state === 'known' ? network.endpoints.value : [];
  const endpoint = endpoints.find((one) => one.vpcEndpointId === vpcEndpointId);
  return listNamed(network, endpoint?.serviceName ?? '');
}

function listNamed({ prefixLists }: NetworkFacts, name: string): string {
  const lists = prefixLists.state === 'known' ? prefixLists.value : [];
  return lists.find(({ prefixListName }) => prefixListName === name)?.prefixListId ?? `pl-${name}`;
}

function withChangedEndpoint(
  network: NetworkFacts,
  id: string,
  change: (endpoint: VpcEndpoint) => VpcEndpoint,
): NetworkFacts {
  const endpoints = map(network.endpoints, (all) =>
    all.map((one) => (one.vpcEndpointId === id ? change(one) : one)),
  );
  return { ...network, endpoints };
}

function withRoute(
  network: NetworkFacts,
  change: Planned<'create-route' | 'replace-route' | 'delete-route'>,
): NetworkFacts {
  const routeTables = map(network.routeTables, (all) =>
    all.map((table) => {
      if (table.routeTableId !== change.routeTableId) return table;
      const kept = table.routes.filter(({ destination }) => destination !== change.destination);
      const { destination } = change;
      if (change.kind === 'delete-route') return { ...table, routes: kept };
      const route = { destination, target: targetOf(change), state: 'active' as const };
      return { ...table, routes: [...kept, route] };
    }),
  );
  return { ...network, routeTables };
}

function targetOf(change: Planned<'create-route' | 'replace-route'>): string {
  if (change.kind === 'replace-route') return change.natGatewayId;
  return 'peeringId' in change.target ? change.target.peeringId : change.target.transitGatewayId;
}

function withRule(
  network: NetworkFacts,
  { groupId: id, direction, port, peer }: Planned<'authorize-security-group'>,
): NetworkFacts {
  const part = direction === 'ingress' ? 'ipPermissions' : 'ipPermissionsEgress';
  const permission = {
    ipProtocol: 'tcp',
    fromPort: port,
    toPort: port,
    cidrBlocks: 'cidrBlock' in peer ? [peer.cidrBlock] : [],
    groupIds: 'groupId' in peer ? [peer.groupId] : [],
    prefixListIds: 'prefixListId' in peer ? [peer.prefixListId] : [],
  };
  const securityGroups = map(network.securityGroups, (all) =>
    all.map((one) => (one.groupId === id ? { ...one, [part]: [...one[part], permission] } : one)),
  );
  return { ...network, securityGroups };
}

function withEntry(
  network: NetworkFacts,
  { networkAclId, ruleNumber, egress, cidrBlock, ports }: Planned<'create-network-acl-entry'>,
): NetworkFacts {
  const [from, to] = ports;
  const entry = {
    ruleNumber,
    egress,
    ruleAction: 'allow' as const,
    protocol: '6',
    cidrBlock,
    portRange: { from, to },
  };
  const networkAcls = map(network.networkAcls, (all) =>
    all.map((acl) =>
      acl.networkAclId === networkAclId ? { ...acl, entries: [...acl.entries, entry] } : acl,
    ),
  );
  return { ...network, networkAcls };
}

function map<Item>(
  list: Fact<readonly Item[]>,
  to: (items: readonly Item[]) => readonly Item[],
): Fact<readonly Item[]> {
  return list.state === 'known' ? known(to(list.value)) : list;
}

/** The route table that decides for a subnet. */
export function tableOf({ routeTables }: NetworkFacts, subnetId: string): string | undefined {
  const tables = routeTables.state === 'known' ? routeTables.value : [];
  return routeTableOf(tables, subnetId)?.routeTableId;
}
