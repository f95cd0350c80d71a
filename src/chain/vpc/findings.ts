import { knownCauseOf } from '../../causes/known.ts';
import type { Way } from '../../network/index.ts';
import type { Finding } from '../proof.ts';
import type { PlannedEc2Change } from './applied.ts';
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
      const key = `${attribution.code} ${attribution.block?.component}`;
      const same = found.get(key);
      if (same === undefined) found.set(key, { attribution, ways: [way] });
      else same.ways.push(way);
    }
  }
  return [...found.values()].map((one) => findingOf(context, one.attribution, one.ways));
}

function findingOf(context: VpcContext, attribution: Attribution, ways: readonly Way[]): Finding {
  const { code, block, why } = attribution;
  const changes = distinct(
    ways.flatMap((way) =>
      attributionsOf(context, way)
        .filter((one) => one.code === code && one.block?.component === block?.component)
        .flatMap((one) => planFor(context, way, one)),
    ),
  );
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

function distinct(changes: readonly PlannedEc2Change[]): PlannedEc2Change[] {
  return [...new Map(changes.map((change) => [JSON.stringify(change), change])).values()];
}
