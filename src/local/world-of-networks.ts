import { known } from '../chain/fact.ts';
import type { Facts, World } from '../chain/world.ts';
import type { Core } from './core/call.ts';
import { networksOf } from './world-networks.ts';

/** The networks of all accounts, with what CloudWatch counts of them. */
export async function countedNetworksOf(
  core: Core,
): Promise<Pick<World, 'interfaces' | 'networks' | 'portErrors'>> {
  return { ...(await networksOf(core.state)), portErrors: portErrorsIn(core) };
}

/** What CloudWatch counts of each NAT gateway, of the last quarter of an hour. */
function portErrorsIn({ state, metrics, clock }: Core): Facts<number> {
  const now = clock.now();
  const entries = state.network.natGateways.list().map(({ document }) => {
    const { accountId: account, region, id } = document;
    const dimensions = [['NatGatewayId', id]] as const;
    const name = 'ErrorPortAllocation';
    const metric = { account, region, namespace: 'AWS/NATGateway', name, dimensions };
    const sums = metrics.sums(metric, now - 15 * 60_000, now + 60_000, 60_000);
    return [id, known(sums.reduce((all, { sum }) => all + sum, 0))] as const;
  });
  return Object.fromEntries(entries);
}
