import type { Fact } from '../../chain/fact.ts';
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
  return observeNetwork(accounts.access(ownerId), { ownerId, vpcId, region });
}
