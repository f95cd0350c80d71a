import { contains, parseCidr } from './address.ts';
import { isPrefixList, matchingEntry, nameOfTarget, type Target } from './destination.ts';
import type { Network, Route, RouteTable } from './facts.ts';
import { hidden, type Outcome, stops } from './outcome.ts';
import { itemsOf, missingOf } from './seen.ts';

/** The route that a packet takes, or why there is none. */
export type Routed =
  | { readonly kind: 'route'; readonly table: RouteTable; readonly route: Route }
  | { readonly kind: 'none'; readonly outcome: Outcome };

/** The route table of a subnet: its own, else the VPC's main one (VPC User Guide, "Subnet route tables"). */
export function routeTableOf(
  tables: readonly RouteTable[],
  subnetId: string,
): RouteTable | undefined {
  return (
    tables.find((table) => table.subnetIds.includes(subnetId)) ?? tables.find(({ main }) => main)
  );
}

/**
 * Follows the route table of a subnet (VPC User Guide, "Route priority"): the longest prefix decides, among equals a
 * route to the VPC itself before others, and of prefix lists the entry that matches.
 */
export function routeFrom(network: Network, subnetId: string, target: Target): Routed {
  const tables = itemsOf(network.routeTables);
  if (tables === undefined) return none(hidden(...missingOf(network.routeTables)));
  const table = routeTableOf(tables, subnetId);
  if (table === undefined) {
    const fact = `the route table of ${subnetId}`;
    return none(hidden({ fact, permission: 'ec2:DescribeRouteTables on *' }));
  }
  const found = longestMatch(network, table, target);
  if (found === 'unseen') return none(hidden(entriesOf(table)));
  const name = nameOfTarget(target);
  const { routeTableId } = table;
  if (found === undefined) {
    return none(
      stops(
        routeTableId,
        `route table ${routeTableId} of ${subnetId} has no route to ${name}`,
        { kind: 'no-route', routeTableId },
        'NO_ROUTE_TO_DESTINATION',
      ),
    );
  }
  if (found.state === 'blackhole') {
    return none(
      stops(
        routeTableId,
        `the route of ${routeTableId} to ${found.destination} leads to ${found.target || 'nothing'}, which is gone (blackhole)`,
        { kind: 'blackhole', routeTableId, route: found },
        'BAD_STATE_ROUTE',
      ),
    );
  }
  return { kind: 'route', table, route: found };
}

/** @returns `unseen` where the entries of a prefix list decide and were not seen; undefined where no route matches. */
export function longestMatch(
  network: Network,
  { routes }: Pick<RouteTable, 'routes'>,
  target: Target,
): Route | 'unseen' | undefined {
  let best: { readonly route: Route; readonly length: number } | undefined;
  let certain: Route | undefined;
  let hiddenList = false;
  for (const route of routes) {
    const length = lengthOf(network, route, target);
    if (length === 'unseen') hiddenList = true;
    else if (length === 'certain') certain = route;
    else if (length !== undefined && isBetter(route, length, best)) best = { route, length };
  }
  if (best?.route.target === 'local') return best.route;
  // A list that was not seen may hold a longer prefix than any. Those of AWS's services hold none wider than /8.
  if (hiddenList || (certain !== undefined && best !== undefined && best.length >= 8))
    return 'unseen';
  return certain ?? best?.route;
}

function isBetter(
  route: Route,
  length: number,
  best: { readonly route: Route; readonly length: number } | undefined,
): boolean {
  if (best === undefined || length > best.length) return true;
  return length === best.length && route.target === 'local' && best.route.target !== 'local';
}

/** Length of the prefix by which a route takes the address; undefined where it does not. */
function lengthOf(
  network: Network,
  route: Route,
  target: Target,
): number | 'certain' | 'unseen' | undefined {
  if (isPrefixList(route.destination)) {
    const entry = matchingEntry(network, route.destination, target);
    return typeof entry === 'object' ? entry.length : entry;
  }
  const block = parseCidr(route.destination);
  return block !== undefined && contains(block, target.address) ? block.length : undefined;
}

function none(outcome: Outcome): Routed {
  return { kind: 'none', outcome };
}

function entriesOf({ routes }: RouteTable) {
  const ids = routes.map(({ destination }) => destination).filter(isPrefixList);
  return {
    fact: `the entries of prefix list ${ids.join(', ')}`,
    permission: 'ec2:GetManagedPrefixListEntries on *',
  };
}
