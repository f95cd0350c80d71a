import { type NetworkState, networkKey } from '../network-state.ts';
import type { DhcpOptionsRecord, InternetGatewayRecord, VpcRecord } from '../records/network.ts';
import { idFrom } from './ids.ts';
import { allIn, mainTableOf, type Place } from './lookups.ts';
import { createSubnet } from './new-subnet.ts';
import { createVpc, type IdMaker } from './new-vpc.ts';
import { zonesOf } from './zones.ts';

/**
 * Gives an account its default resources in a Region, if it has not had them before: what has been deleted since does
 * not come back. Source: VPC User Guide, "Default VPC components".
 */
export function ensureDefaultNetwork(network: NetworkState, place: Place): void {
  const { accountId, region } = place;
  const key = `${accountId}/${region}`;
  if (network.regions.get(key) !== undefined) return;
  network.regions.put(key, { accountId, region });
  createDefaultVpc(network, place, (kind, role) =>
    idFrom(kind, 'default', accountId, region, role),
  );
}

/** Makes the default VPC: 172.31.0.0/16, a public subnet in each zone, an internet gateway. */
export function createDefaultVpc(network: NetworkState, place: Place, idOf: IdMaker): VpcRecord {
  const { region } = place;
  const vpc = createVpc(
    network,
    {
      accountId: place.accountId,
      region,
      cidr: '172.31.0.0/16',
      isDefault: true,
      dhcpOptionsId: defaultDhcpOptions(network, place).id,
    },
    idOf,
  );
  for (const [at, { name }] of zonesOf(region).entries()) {
    const cidr = `172.31.${16 * at}.0/20`;
    createSubnet(
      network,
      vpc,
      { cidr, zone: name, isDefaultForZone: true, mapPublicIpOnLaunch: true },
      idOf,
    );
  }
  openToInternet(network, vpc, idOf);
  return vpc;
}

/** Attaches a new internet gateway to a VPC and leads its main route table there. */
export function openToInternet(network: NetworkState, vpc: VpcRecord, idOf: IdMaker): void {
  const { accountId, region } = vpc;
  const gateway: InternetGatewayRecord = {
    accountId,
    region,
    id: idOf('igw', 'igw'),
    vpcId: vpc.id,
    tags: {},
  };
  network.internetGateways.put(networkKey(gateway), gateway);
  const table = mainTableOf(network, { accountId, region, vpcId: vpc.id });
  if (table === undefined) return;
  network.routeTables.put(networkKey(table), {
    ...table,
    routes: [
      ...table.routes,
      { destination: '0.0.0.0/0', target: gateway.id, origin: 'CreateRoute' },
    ],
  });
}

/** The Region's own DHCP options: Amazon's DNS. Made where the account has them not, or not any more. */
export function defaultDhcpOptions(network: NetworkState, place: Place): DhcpOptionsRecord {
  const { accountId, region } = place;
  const id = idFrom('dopt', 'default', accountId, region);
  const known = allIn(network.dhcpOptions, place).find((options) => options.id === id);
  if (known !== undefined) return known;
  const domain = region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`;
  const made: DhcpOptionsRecord = {
    accountId,
    region,
    id,
    tags: {},
    options: { 'domain-name': [domain], 'domain-name-servers': ['AmazonProvidedDNS'] },
  };
  network.dhcpOptions.put(networkKey(made), made);
  return made;
}
