import { knownCauseOf } from '../../causes/known.ts';
import { type Block, type Way, wayTo } from '../../network/index.ts';
import type { Finding } from '../proof.ts';
import { applied, type PlannedVpcChange } from './applied.ts';
import { type Attribution, attributionsOf } from './attribution.ts';
import type { VpcContext } from './context.ts';
import { planFor } from './plan.ts';

/**
 * What is wrong at one of the links that look at the VPC: the closed ways by their causes. What closes several ways at once
 * is one cause.
 */
export function findingsOf(
  context: VpcContext,
  ways: readonly Way[],
  link: Attribution['link'],
): Finding[] {
  const found = new Map<string, { attribution: Attribution; ways: Way[] }>();
  for (const way of ways) {
    for (const attribution of attributionsOf(context, way)) {
      if (attribution.link !== link) continue;
      const key = keyOf(attribution);
      const same = found.get(key);
      if (same === undefined) found.set(key, { attribution, ways: [way] });
      else same.ways.push(way);
    }
  }
  // What mends one cause is there when the next is mended: rules have numbers, and endpoints are made once.
  let network = context.network;
  return [...found.values()].flatMap(({ attribution, ways: closed }) => {
    const changes: PlannedVpcChange[] = [];
    let isOpen = true;
    for (const { host } of closed) {
      const after = { ...context, network };
      const way = wayTo(network, context.from, host);
      // With the first endpoint there, the others that are missing are causes of their own: they are this one still.
      const still = attributionsOf(after, way).filter(
        (one) => keyOf(one) === keyOf(attribution) || !found.has(keyOf(one)),
      );
      if (still.length > 0) isOpen = false;
      for (const one of still) {
        const more = planFor({ ...context, network }, way, one);
        changes.push(...more);
        network = more.reduce(applied, network);
      }
    }
    return isOpen ? [] : [findingOf(context, attribution, closed, changes)];
  });
}

/** What tells causes apart: the code, and the component that decides; of a NAT gateway's subnet that in the subnet. */
function keyOf({ code, block, zone }: Attribution): string {
  return `${code} ${block && deciderOf(block)} ${zone?.hostedZoneId}`;
}

function deciderOf({ component, why }: Block): string {
  return why.kind === 'nat-gateway' && why.inner !== undefined ? deciderOf(why.inner) : component;
}

function findingOf(
  context: VpcContext,
  { code, block, why }: Attribution,
  ways: readonly Way[],
  changes: readonly PlannedVpcChange[],
): Finding {
  const hosts = ways.map(({ host }) => host.name);
  const reasons = [why, block?.text].filter((text) => text !== undefined);
  const explained = block?.code === undefined ? '' : ` (Reachability Analyzer: ${block.code})`;
  const text = `${reasons.join('; ') || noAnswer(context)}${explained}${others(hosts, reasons.join(' '))}`;
  return {
    code,
    deciding: { text },
    fix: { text: knownCauseOf(code)?.fix ?? '', ...(changes.length === 0 ? {} : { changes }) },
  };
}

function noAnswer({ network }: VpcContext): string {
  return `${network.vpcId} has enableDnsSupport off: its resolver answers nothing`;
}

/** The hosts that the reasons do not name already. */
function others(hosts: readonly string[], said: string): string {
  const rest = hosts.filter((host) => !said.includes(host));
  return rest.length === 0 ? '' : `; so it is for ${rest.join(' and ')}`;
}
