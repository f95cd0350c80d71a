import type { Finding, LinkName, LinkOutcome } from '../proof.ts';
import { secretsFor } from '../secrets.ts';
import type { Subject } from '../subject.ts';
import type { ReportCheck } from './found-on-node.ts';
import { blockedMetadata, wrongClock } from './node-clock.ts';
import { connectionsOf } from './node-connections.ts';
import { providerFiles } from './node-provider.ts';
import { runtimeFiles } from './node-runtime.ts';
import { pullTokens } from './pull-tokens.ts';

/** Checks of what only a node that brings its own credentials needs. */
const ofOwnCredentials: Partial<Record<LinkName, readonly ReportCheck[]>> = {
  'node-kubelet': [providerFiles],
  'credential-provider': [pullTokens, connectionsOf('credential-provider')],
  'node-identity': [blockedMetadata],
  token: [wrongClock],
};

const ofEveryPull: Partial<Record<LinkName, readonly ReportCheck[]>> = {
  dns: [connectionsOf('dns')],
  network: [connectionsOf('network')],
  runtime: [connectionsOf('runtime'), runtimeFiles],
};

/** Adds what the node found itself to what a link says: it is certain, as of the time of the report. */
export function withNodeFindings(
  subject: Subject,
  link: LinkName,
  outcome: LinkOutcome,
): LinkOutcome {
  const { node, place } = subject;
  const report = node.state === 'known' && place !== undefined ? node.value.report : undefined;
  if (report === undefined) return outcome;
  const { working, needs } = secretsFor(subject);
  const isSpared = working !== undefined || needs.length > 0;
  const checks = [
    ...(isSpared ? [] : (ofOwnCredentials[link] ?? [])),
    ...(ofEveryPull[link] ?? []),
  ];
  const found = checks.flatMap((check) => check(subject, report));
  return withFindings(outcome, found);
}

/** What is broken already comes first; a cause is told once. */
function withFindings(outcome: LinkOutcome, found: readonly Finding[]): LinkOutcome {
  const [first, ...rest] = found;
  if (first === undefined) return outcome;
  if (outcome.status !== 'broken') {
    return { status: 'broken', fact: first.deciding.text, finding: first, others: rest };
  }
  const { finding, others = [] } = outcome;
  const told = new Set([finding, ...others].map(({ code }) => code));
  return { ...outcome, others: [...others, ...found.filter(({ code }) => !told.has(code))] };
}
