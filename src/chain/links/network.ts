import { distinctNeeds } from '../../causes/need.ts';
import type { Way } from '../../network/index.ts';
import { broken, holds, linkOf, notSeen, skipped } from '../link.ts';
import { unseenPorts } from '../port-errors.ts';
import type { LinkOutcome } from '../proof.ts';
import { secretsFor } from '../secrets.ts';
import { contextOf } from '../vpc/context.ts';
import { findingsOf } from '../vpc/findings.ts';
import { type InVpc, inVpc, waysOf } from '../vpc/ways.ts';

/**
 * The node reaches the API of ECR, the registry and the bucket of the layers on port 443. Causes: HW1001 to HW1004, HW1006
 * to HW1014, HW1018, HW1024, HW1026.
 */
export const network = linkOf('network', inVpc, (subject) => {
  const context = contextOf(subject);
  const ways = waysOf(subject);
  const spared = sparedBySecret(subject, ways);
  const [first, ...others] = findingsOf(
    context,
    ways.filter((way) => way !== spared?.way),
    'network',
  );
  if (first !== undefined) return { ...broken(first.code, first.deciding, first.fix), others };
  if (spared !== undefined) return spared.outcome;
  const missing = ways.flatMap((way) => missingOf(way));
  if (missing.length > 0) return notSeen(...distinctNeeds(missing));
  if (ways.some(({ outcome }) => outcome?.kind !== 'reached')) {
    return skipped('the names of the hosts do not lead to where they are reached');
  }
  const ports = unseenPorts(subject, ways.flatMap(componentsOf));
  if (ports.length > 0) return notSeen(...ports);
  return holds(`reached on port 443: ${ways.map(inWords).join(', ')}`);
});

const otherFamily = 'nslookup on the node: DNS64 may give the host another address';

function missingOf({ resolution, outcome }: Way) {
  if (resolution.kind === 'unseen') return resolution.missing;
  if (outcome?.kind === 'blocked' && outcome.block.why.kind === 'no-address-of-family') {
    return [{ fact: outcome.block.text, permission: otherFamily }];
  }
  return outcome?.kind === 'unseen' ? outcome.missing : [];
}

function inWords(way: Way): string {
  return `${way.host.name} through ${[...new Set(componentsOf(way))].join(', ')}`;
}

function componentsOf({ outcome }: Way): string[] {
  return outcome?.kind === 'reached' ? outcome.hops.map(({ component }) => component) : [];
}

/** A Secret may bring the token, for which the API is asked otherwise: where it was not seen, the way there is open. */
function sparedBySecret(
  subject: InVpc,
  ways: readonly Way[],
): { readonly way: Way; readonly outcome: LinkOutcome } | undefined {
  const { needs } = secretsFor(subject);
  const way = ways.find(({ host }) => host.service === 'ecr.api');
  if (needs.length === 0 || way?.outcome?.kind !== 'blocked') return undefined;
  return { way, outcome: notSeen(...needs) };
}
