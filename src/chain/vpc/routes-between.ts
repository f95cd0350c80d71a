import type { BlockReason, Network, Way } from '../../network/index.ts';
import { cidrHolds } from '../../network/index.ts';
import { type PlannedVpcChange, tableOf } from './applied.ts';
import { inAccount, seen, type VpcContext } from './context.ts';

type Target = Extract<PlannedVpcChange, { kind: 'create-route' }>['target'];

/** The route that is missing between the VPC and one with an endpoint: there, or back; none where no route may be added. */
export function routesBetween(
  context: VpcContext,
  { resolution }: Way,
  why: BlockReason,
): PlannedVpcChange[] {
  const { network, from } = context;
  if (resolution.kind !== 'endpoint') return [];
  const { vpcEndpointId } = resolution.endpoint;
  const far = network.far.find(({ endpoints }) =>
    seen(endpoints).some((one) => one.vpcEndpointId === vpcEndpointId),
  );
  const target = far && targetTo(network, far);
  if (far === undefined || target === undefined) return [];
  const isBack = why.kind === 'no-way-back';
  const routeTableId = isBack ? why.routeTableId : tableOf(network, from.subnetId);
  const address = isBack ? from.privateIp : addressOf(far, vpcEndpointId);
  const destination = blockHolding(isBack ? network : far, address);
  if (routeTableId === undefined || destination === undefined) return [];
  const common = { ...inAccount(context), kind: 'create-route', routeTableId } as const;
  return [{ ...common, destination, target }];
}

function targetTo({ peerings, transitGateways }: Network, far: Network): Target | undefined {
  const peering = seen(peerings).find(
    ({ peerVpcId, status }) => peerVpcId === far.vpcId && status === 'active',
  );
  if (peering !== undefined) return { peeringId: peering.peeringId };
  const attachment = seen(transitGateways).find(({ routes }) =>
    seen(routes).some(({ resourceId }) => resourceId === far.vpcId),
  );
  return attachment && { transitGatewayId: attachment.transitGatewayId };
}

function addressOf({ endpointInterfaces }: Network, id: string): string | undefined {
  const found = seen(endpointInterfaces).find(({ vpcEndpointId }) => vpcEndpointId === id);
  return found?.addresses[0];
}

function blockHolding({ vpc }: Network, address: string | undefined): string | undefined {
  if (vpc.state !== 'known' || address === undefined) return undefined;
  return vpc.value.cidrBlocks.find((block) => cidrHolds(block, address));
}
