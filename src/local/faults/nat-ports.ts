import type {
  AddressRecord,
  NatGatewayRecord,
  NetworkInterfaceRecord,
} from '../records/network.ts';
import { idFrom } from '../vpc/ids.ts';
import { portsOfNat } from '../vpc/nat-ports.ts';
import type { Fault } from './fault.ts';
import { nodePlaceOf, putRecord, putRoutes } from './private-node.ts';

/** A NAT gateway through which others have as many connections to each host as it has ports, and some more. */
export const natPortFault: Fault = {
  cause: 'HW1005',
  needs: ['node'],
  inject(changes, target, { state, clock }) {
    const place = nodePlaceOf(state, target);
    const { accountId, region, vpcId, id: subnetId, cidr } = place.otherSubnet;
    const since = clock.now();
    const owned = { accountId, region, tags: {} };
    const inSubnet = { ...owned, vpcId, subnetId };
    const interfaceId = idFrom('eni', 'fault', 'busy', subnetId);
    const address: AddressRecord = {
      ...owned,
      id: idFrom('eipalloc', 'fault', subnetId),
      publicIp: '203.0.113.5',
      association: { id: idFrom('eipassoc', 'fault', subnetId), interfaceId },
    };
    const nat: NatGatewayRecord = {
      ...inSubnet,
      id: idFrom('nat', 'fault', 'busy', subnetId),
      connectivity: 'public',
      allocationId: address.id,
      interfaceId,
      createdAt: since,
      busy: { connections: 1.2 * portsOfNat, since },
    };
    putRecord(changes, 'addresses', address);
    putRecord(changes, 'interfaces', {
      ...inSubnet,
      id: interfaceId,
      groupIds: [],
      privateIp: cidr.replace(/\d+\/\d+$/, '6'),
      ipv6Addresses: [],
      kind: 'nat_gateway',
      description: `Interface for NAT Gateway ${nat.id}`,
      attachedAt: since,
    } as NetworkInterfaceRecord);
    putRecord(changes, 'natGateways', nat);
    putRoutes(changes, state, place, {
      destination: '0.0.0.0/0',
      target: nat.id,
      origin: 'CreateRoute',
    });
  },
};
