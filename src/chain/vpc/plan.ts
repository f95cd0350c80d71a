import { type Way, wayTo } from '../../network/index.ts';
import { applied, type PlannedVpcChange } from './applied.ts';
import { type Attribution, attributionsOf } from './attribution.ts';
import { changesFor } from './changes.ts';
import type { VpcContext } from './context.ts';

/** How often a fix may need one more change: a new endpoint's name, its group, an ACL on the way to it and back. */
const mostSteps = 8;

/**
 * The changes that mend what an attribution says: the first opens what is closed; should that bring the connection to
 * something else that stops it, such as the group of a new endpoint, the next opens that. What stops it already, and is
 * told on its own, has changes of its own.
 */
export function planFor(
  context: VpcContext,
  way: Way,
  attribution: Attribution,
): PlannedVpcChange[] {
  const known = new Set(attributionsOf(context, way).map(keyOf));
  const changes = changesFor(context, way, attribution);
  let network = changes.reduce(applied, context.network);
  for (let step = 0; step < mostSteps; step++) {
    const after = { ...context, network };
    const next = wayTo(network, context.from, way.host);
    const found = attributionsOf(after, next).find((one) => !known.has(keyOf(one)));
    if (found === undefined) return changes;
    const more = changesFor(after, next, found);
    if (more.length === 0) return changes;
    changes.push(...more);
    network = more.reduce(applied, network);
  }
  return changes;
}

function keyOf({ code, block, endpoint }: Attribution): string {
  return `${code} ${block?.component} ${block?.text} ${endpoint?.vpcEndpointId}`;
}
