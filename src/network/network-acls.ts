import { type Address, formatAddress, holdsAddress } from './address.ts';
import type { Network, NetworkAcl, NetworkAclEntry, PortRange } from './facts.ts';
import { hidden, type Outcome, passes, stops } from './outcome.ts';
import { itemsOf, missingOf } from './seen.ts';

/** Packets of TCP that cross the border of a subnet. */
export interface Crossing {
  readonly subnetId: string;
  readonly egress: boolean;
  /** The address at the other end, and how it is called. */
  readonly peer: Address;
  readonly peerName: string;
  /** Destination ports: one of them, which the sender chose. */
  readonly ports: PortRange;
}

/**
 * Whether the network ACL of a subnet lets packets pass: the entry of the lowest number that matches decides, and what no
 * entry matches is denied (VPC User Guide, "Network ACL rules"). ACLs keep no state: answers cross on their own.
 */
export function crosses(network: Network, crossing: Crossing): Outcome {
  const acls = itemsOf(network.networkAcls);
  if (acls === undefined) return hidden(...missingOf(network.networkAcls));
  const { subnetId } = crossing;
  const acl = acls.find(({ subnetIds }) => subnetIds.includes(subnetId));
  if (acl === undefined) {
    const fact = `the network ACL of ${subnetId}`;
    return hidden({ fact, permission: 'ec2:DescribeNetworkAcls on *' });
  }
  return decide(acl, crossing);
}

/** Decides port by port: where some of the ports pass and some do not, it depends on the one that is drawn. */
function decide(acl: NetworkAcl, crossing: Crossing): Outcome {
  const { networkAclId } = acl;
  const pieces = portsOf(acl, crossing).map((port) => entryFor(acl, crossing, port));
  const denied = pieces.filter((entry) => entry?.ruleAction !== 'allow');
  const [first] = pieces;
  if (denied.length === 0) return passes(networkAclId, inWords(first));
  const { egress, ports, peer, peerName, subnetId } = crossing;
  const range = ports.from === ports.to ? `port ${ports.from}` : `ports ${ports.from}-${ports.to}`;
  const direction = egress
    ? `out of ${subnetId} to ${peerName}`
    : `into ${subnetId} from ${peerName}`;
  if (denied.length < pieces.length) {
    return hidden({
      fact: `which of the ${range} a connection uses: network ACL ${networkAclId} lets only some of them ${direction}`,
      permission: 'a rule for all of them: what is drawn changes with every connection',
    });
  }
  const [entry] = denied;
  return stops(
    networkAclId,
    `${inWords(entry)} of network ACL ${networkAclId} denies ${range} ${direction}`,
    {
      kind: 'network-acl',
      networkAclId,
      egress,
      ports: [ports.from, ports.to],
      peer: formatAddress(peer),
      ...(entry === undefined ? {} : { entry }),
    },
    'SUBNET_ACL_RESTRICTION',
  );
}

/** The entry that decides on packets to a port; undefined where none matches. */
export function entryFor(
  { entries }: Pick<NetworkAcl, 'entries'>,
  { egress, peer }: Pick<Crossing, 'egress' | 'peer'>,
  port: number,
): NetworkAclEntry | undefined {
  let found: NetworkAclEntry | undefined;
  for (const entry of entries) {
    const earlier = found === undefined || entry.ruleNumber < found.ruleNumber;
    if (earlier && isFor(entry, egress, peer, port)) found = entry;
  }
  return found;
}

function isFor(
  { egress, protocol, cidrBlock, portRange }: NetworkAclEntry,
  outward: boolean,
  peer: Address,
  port: number,
): boolean {
  if (egress !== outward || !holdsAddress(cidrBlock, peer)) return false;
  if (protocol === '-1') return true;
  if (protocol !== '6') return false;
  return portRange === undefined || (portRange.from <= port && port <= portRange.to);
}

/** One port for each piece into which the entries divide the ports. */
function portsOf({ entries }: NetworkAcl, { ports }: Crossing): number[] {
  const cuts = entries.flatMap(({ portRange }) =>
    portRange === undefined ? [] : [portRange.from, portRange.to + 1],
  );
  return [ports.from, ...new Set(cuts.filter((cut) => cut > ports.from && cut <= ports.to))];
}

function inWords(entry: NetworkAclEntry | undefined): string {
  return entry === undefined
    ? 'the last rule (*)'
    : `rule ${entry.ruleNumber} (${entry.cidrBlock})`;
}
