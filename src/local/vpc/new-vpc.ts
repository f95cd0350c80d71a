import { type NetworkState, networkKey } from '../network-state.ts';
import type {
  NetworkAclEntryRecord,
  NetworkAclRecord,
  RouteTableRecord,
  SecurityGroupRecord,
  SecurityGroupRuleRecord,
  VpcRecord,
} from '../records/network.ts';
import { newId } from './ids.ts';

/** Names a resource that comes with a VPC: a random id, or one that is always the same. */
export type IdMaker = (kind: string, role: string) => string;

export const randomIds: IdMaker = (kind) => newId(kind);

export interface NewVpc {
  readonly accountId: string;
  readonly region: string;
  readonly cidr: string;
  readonly ipv6Cidrs?: VpcRecord['ipv6Cidrs'];
  readonly isDefault?: boolean;
  readonly tenancy?: string;
  readonly enableDnsHostnames?: boolean;
  readonly dhcpOptionsId: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Makes a VPC with what comes with it: main route table, default security group, default network ACL.
 * Source: VPC User Guide, "Create a VPC".
 */
export function createVpc(network: NetworkState, wanted: NewVpc, idOf = randomIds): VpcRecord {
  const { accountId, region, cidr, isDefault = false } = wanted;
  const vpc: VpcRecord = {
    accountId,
    region,
    id: idOf('vpc', 'vpc'),
    tags: wanted.tags ?? {},
    cidrs: [{ id: idOf('vpc-cidr-assoc', 'cidr'), cidr }],
    ipv6Cidrs: wanted.ipv6Cidrs ?? [],
    isDefault,
    tenancy: wanted.tenancy ?? 'default',
    dhcpOptionsId: wanted.dhcpOptionsId,
    enableDnsSupport: true,
    enableDnsHostnames: wanted.enableDnsHostnames ?? isDefault,
    enableNetworkAddressUsageMetrics: false,
  };
  const owned = { accountId, region, vpcId: vpc.id, tags: {} };
  const table: RouteTableRecord = {
    ...owned,
    id: idOf('rtb', 'main'),
    routes: localRoutes(vpc),
    associations: [],
    mainAssociationId: idOf('rtbassoc', 'main'),
  };
  const group = defaultGroup(owned, idOf);
  const acl: NetworkAclRecord = {
    ...owned,
    id: idOf('acl', 'default'),
    isDefault: true,
    entries: [
      ...openEntries('0.0.0.0/0', 100),
      ...(vpc.ipv6Cidrs.length > 0 ? openEntries('::/0', 101) : []),
      ...lastEntries(vpc.ipv6Cidrs.length > 0),
    ],
    associations: [],
  };
  network.vpcs.put(networkKey(vpc), vpc);
  network.routeTables.put(networkKey(table), table);
  network.securityGroups.put(networkKey(group), group);
  network.networkAcls.put(networkKey(acl), acl);
  return vpc;
}

function defaultGroup(
  owned: Pick<SecurityGroupRecord, 'accountId' | 'region' | 'vpcId' | 'tags'>,
  idOf: IdMaker,
): SecurityGroupRecord {
  const id = idOf('sg', 'default');
  return {
    ...owned,
    id,
    name: 'default',
    description: 'default VPC security group',
    rules: [
      {
        id: idOf('sgr', 'default-in'),
        isEgress: false,
        protocol: '-1',
        group: { groupId: id, userId: owned.accountId },
        tags: {},
      },
      allowAllOut(idOf('sgr', 'default-out')),
    ],
  };
}

/** The rule that a new security group has: everything out. */
export function allowAllOut(id: string): SecurityGroupRuleRecord {
  return { id, isEgress: true, protocol: '-1', cidrIpv4: '0.0.0.0/0', tags: {} };
}

/** The routes that every table of a VPC has. */
export function localRoutes({
  cidrs,
  ipv6Cidrs,
}: Pick<VpcRecord, 'cidrs' | 'ipv6Cidrs'>): RouteTableRecord['routes'] {
  return [...cidrs, ...ipv6Cidrs].map(({ cidr }) => ({
    destination: cidr,
    target: 'local',
    origin: 'CreateRouteTable',
  }));
}

/** The number of the last entry, shown as an asterisk. */
export const lastEntry = 32_767;

function openEntries(cidr: string, number: number): NetworkAclEntryRecord[] {
  return [true, false].map((isEgress) => ({
    number,
    isEgress,
    action: 'allow',
    protocol: '-1',
    cidr,
  }));
}

/** What a network ACL ends with: everything that no entry allows is denied. */
export function lastEntries(hasIpv6: boolean): NetworkAclEntryRecord[] {
  const blocks = [{ number: lastEntry, cidr: '0.0.0.0/0' }].concat(
    hasIpv6 ? [{ number: lastEntry + 1, cidr: '::/0' }] : [],
  );
  return blocks.flatMap(({ number, cidr }) =>
    [true, false].map((isEgress) => ({
      number,
      isEgress,
      action: 'deny' as const,
      protocol: '-1',
      cidr,
    })),
  );
}
