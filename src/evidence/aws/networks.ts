import { type Fact, known } from '../../chain/fact.ts';
import type { NetworkFacts } from '../../chain/world.ts';
import { once } from '../once.ts';
import type { Accounts } from './accounts.ts';
import { observeNetwork, observeVpc } from './network.ts';

export interface VpcOfNode {
  /** Account of the instance, which may be another than that of the VPC. */
  readonly accountId: string;
  readonly vpcId: string;
  readonly region: string;
}

/** Looks at a VPC once, however many nodes are in it. */
export function observeNetworkOnce(
  accounts: Accounts,
  vpc: VpcOfNode,
): Promise<Fact<NetworkFacts>> {
  const { accountId, vpcId } = vpc;
  return once(accounts.access(accountId), `network ${accountId} ${vpcId}`, () =>
    lookAt(accounts, vpc),
  );
}

/** Subnets may be shared: whoever owns the VPC sees all of it, a participant only a part. */
async function lookAt(
  accounts: Accounts,
  { accountId, vpcId, region }: VpcOfNode,
): Promise<Fact<NetworkFacts>> {
  const owner = await observeVpc(accounts.access(accountId), vpcId, region);
  const ownerId = owner.state === 'known' ? owner.value : accountId;
  const network = await observeNetwork(accounts.access(ownerId), { ownerId, vpcId, region });
  return network.state === 'known'
    ? known(await withFar(accounts, network.value, ownerId))
    : network;
}

/** More VPCs than these are not looked at behind one: a hub of endpoints is one of the first. */
const mostFar = 8;

/** Adds the VPCs behind peering connections and transit gateways, as far as their accounts may be looked at. */
async function withFar(
  accounts: Accounts,
  network: NetworkFacts,
  ownerId: string,
): Promise<NetworkFacts> {
  const { peerings, transitGateways, region, vpcId: own } = network;
  const places = new Map<string, VpcOfNode>();
  for (const one of peerings.state === 'known' ? peerings.value : []) {
    const { peerVpcId: vpcId, peerAccountId: accountId, peerRegion, status } = one;
    if (status === 'active') places.set(vpcId, { vpcId, accountId, region: peerRegion });
  }
  for (const { routes } of transitGateways.state === 'known' ? transitGateways.value : []) {
    for (const { resourceType, resourceId: vpcId } of routes.state === 'known'
      ? routes.value
      : []) {
      if (resourceType === 'vpc') places.set(vpcId, { vpcId, accountId: ownerId, region });
    }
  }
  places.delete(own);
  const far = await Promise.all(
    [...places.values()].slice(0, mostFar).map(async (place) => {
      const access = accounts.access(place.accountId);
      const owner = await observeVpc(access, place.vpcId, place.region);
      if (owner.state !== 'known') return [];
      const seen = await observeNetwork(accounts.access(owner.value), {
        ...place,
        ownerId: owner.value,
      });
      return seen.state === 'known' ? [seen.value] : [];
    }),
  );
  return { ...network, far: far.flat() };
}
