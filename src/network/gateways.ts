import { parseAddress } from './address.ts';
import { nameOfTarget, type Target } from './destination.ts';
import type { Interface, NatGateway, Network, Route } from './facts.ts';
import { fromNat64 } from './nat64.ts';
import { crosses } from './network-acls.ts';
import { allOf, type Block, hidden, type Outcome, passes, stops } from './outcome.ts';
import { type Passage, throughPublicAccessBlock } from './public-access.ts';
import { isPublic } from './public-space.ts';
import { routeFrom } from './routes.ts';
import { itemsOf, missingOf } from './seen.ts';

/** A gateway maps sources to any of these ports (VPC User Guide, "NAT gateway basics"). */
const natPorts = { from: 1024, to: 65_535 };

/** Whether an internet gateway takes the packet: of IPv4 only from an interface with a public address. */
export function throughInternetGateway(
  network: Network,
  gatewayId: string,
  target: Target,
  publicIp: string | undefined,
  passage: Passage,
): Outcome {
  if (!isPublic(target.address)) {
    return stops(
      gatewayId,
      `the route to ${nameOfTarget(target)} leads to ${gatewayId}, and the internet leads to no private address`,
      { kind: 'nobody-there' },
    );
  }
  const access = throughPublicAccessBlock(network, gatewayId, passage);
  if (target.family === 6) return allOf([access, passes(gatewayId, 'takes IPv6 packets')]);
  if (publicIp !== undefined) return allOf([access, passes(gatewayId, `maps to ${publicIp}`)]);
  const noAddress = stops(
    gatewayId,
    `the route to ${nameOfTarget(target)} leads to ${gatewayId}, and the interface has no public IPv4 address`,
    { kind: 'no-public-address' },
    'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS',
  );
  return allOf([noAddress, access]);
}

/** Whether a NAT gateway passes the packet on: its state and address, and the way on from its own subnet and back. */
export function throughNatGateway(
  network: Network,
  natGatewayId: string,
  from: Interface,
  source: string,
  target: Target,
): Outcome {
  const gateways = itemsOf(network.natGateways);
  if (gateways === undefined) return hidden(...missingOf(network.natGateways));
  const gateway = gateways.find((one) => one.natGatewayId === natGatewayId);
  if (gateway === undefined) {
    const fact = `NAT gateway ${natGatewayId}`;
    return hidden({ fact, permission: 'ec2:DescribeNatGateways on *' });
  }
  const broken = (text: string, inner?: Block) =>
    stops(
      natGatewayId,
      text,
      { kind: 'nat-gateway', natGatewayId, ...(inner === undefined ? {} : { inner }) },
      inner?.code ?? 'BAD_STATE',
    );
  if (gateway.state !== 'available') {
    const why = gateway.failureCode === undefined ? '' : ` (${gateway.failureCode})`;
    return broken(`NAT gateway ${natGatewayId} is ${gateway.state}${why}`);
  }
  if ((gateway.portErrors ?? 0) > 0) {
    return stops(
      natGatewayId,
      `NAT gateway ${natGatewayId} had no port left for ${gateway.portErrors} connections in the last quarter of an hour (ErrorPortAllocation)`,
      { kind: 'nat-gateway', natGatewayId, noPort: true },
    );
  }
  const outer = target.family === 4 ? target : fromNat64(target);
  if (outer === undefined) {
    return broken(`NAT gateway ${natGatewayId} takes no IPv6 packets for ${nameOfTarget(target)}`);
  }
  const onward = beyondNat(network, gateway, from, source, outer);
  if (onward.kind !== 'blocked') return onward;
  const [first, ...others] = [onward.block, ...onward.others].map((block) =>
    broken(`behind NAT gateway ${natGatewayId}: ${block.text}`, block),
  );
  return allOf([first, ...others].flatMap((one) => one ?? []));
}

function beyondNat(
  network: Network,
  { natGatewayId, subnetId, privateIp, publicIp, connectivityType }: NatGateway,
  from: Interface,
  source: string,
  target: Target,
): Outcome {
  const taken = passes(natGatewayId, 'is available');
  // A regional gateway is in no subnet: AWS routes it to the internet gateway.
  if (subnetId === undefined) {
    const passage = { isOutwardOnly: true, subnetId: from.subnetId };
    return allOf([taken, throughPublicAccessBlock(network, natGatewayId, passage)]);
  }
  const sender = parseAddress(source);
  if (sender === undefined) return taken;
  const isOwnSubnet = subnetId === from.subnetId;
  const cross = (egress: boolean, isOutside: boolean, port: number | 'nat' | 'node') =>
    crosses(network, {
      subnetId,
      egress,
      peer: isOutside ? target.address : sender,
      peerName: isOutside ? nameOfTarget(target) : 'the node',
      ports:
        port === 'nat'
          ? natPorts
          : port === 'node'
            ? from.ephemeralPorts
            : { from: port, to: port },
    });
  const next = routeFrom(network, subnetId, target);
  return allOf([
    ...(isOwnSubnet ? [] : [cross(false, false, 443)]),
    taken,
    next.kind === 'none'
      ? next.outcome
      : onwardFromNat(network, next.route, target, publicIp, connectivityType, privateIp, {
          isOutwardOnly: true,
          subnetId,
          senderSubnetId: from.subnetId,
        }),
    cross(true, true, 443),
    cross(false, true, 'nat'),
    ...(isOwnSubnet ? [] : [cross(true, false, 'node')]),
  ]);
}

function onwardFromNat(
  network: Network,
  { target: next }: Route,
  target: Target,
  publicIp: string | undefined,
  connectivityType: NatGateway['connectivityType'],
  privateIp: string | undefined,
  passage: Passage,
): Outcome {
  if (target.isElsewhere === true && next.startsWith('igw-')) {
    return stops(next, `no address of a VPC is reached by ${next}`, { kind: 'nobody-there' });
  }
  if (next.startsWith('igw-')) {
    const address = connectivityType === 'public' ? publicIp : undefined;
    return throughInternetGateway(network, next, target, address, passage);
  }
  const from = privateIp === undefined ? '' : ` (${privateIp})`;
  return hidden({
    fact: `what lies behind ${next}, to which the NAT gateway${from} sends packets for ${nameOfTarget(target)}`,
    permission: 'a look from the node: nothing is known of what is behind it',
  });
}
