import { notSeen } from '../outcomes.ts';
import type { Finding, LinkName, LinkOutcome } from '../proof.ts';
import { secretsFor } from '../secrets.ts';
import type { Subject } from '../subject.ts';
import type { NodeReport } from '../world.ts';
import type { ReportCheck } from './found-on-node.ts';
import { blockedMetadata, wrongClock } from './node-clock.ts';
import { connectionsOf } from './node-connections.ts';
import { providerFiles } from './node-provider.ts';
import { oldCredentials, runtimeFiles } from './node-runtime.ts';
import { fullDisk, nodeState, pullLimit, type StateCheck, silentRuntime } from './node-state.ts';
import { pullTokens } from './pull-tokens.ts';
import { sandboxImage } from './sandbox-image.ts';
import { deniedUser, staticKeys, unknownUser } from './static-keys.ts';

/** Checks of what only a node that brings its own credentials needs. */
const ofOwnCredentials: Partial<Record<LinkName, readonly ReportCheck[]>> = {
  'node-kubelet': [providerFiles],
  'credential-provider': [pullTokens, connectionsOf('credential-provider')],
  'node-identity': [staticKeys, blockedMetadata],
  token: [wrongClock],
};

const ofEveryPull: Partial<Record<LinkName, readonly ReportCheck[]>> = {
  dns: [connectionsOf('dns')],
  network: [connectionsOf('network')],
  runtime: [connectionsOf('runtime'), runtimeFiles, oldCredentials],
};

const ofState: Partial<Record<LinkName, readonly StateCheck[]>> = {
  'node-kubelet': [nodeState, pullLimit],
  runtime: [silentRuntime, fullDisk],
  'sandbox-image': [sandboxImage],
};

/**
 * Adds what the node shows to what a link says: what it found itself is certain as of the time of its report, and what the
 * API tells of it as of now. Pods on Fargate have no node that anybody could look after.
 */
export function withNodeFindings(
  subject: Subject,
  link: LinkName,
  outcome: LinkOutcome,
): LinkOutcome {
  const { node, pod } = subject;
  if (node.state !== 'known') return outcome;
  if (pod.state === 'known' && pod.value.fargate !== undefined) return outcome;
  const ofNode = ofState[link] ?? [];
  return withFindings(unlessOfKeys(subject, link, node.value.report, outcome), [
    ...reported(subject, link, node.value.report),
    ...ofNode.flatMap((check) => check(subject, node.value)),
  ]);
}

/** That the node has a role proves nothing where keys come before it. */
function unlessOfKeys(
  subject: Subject,
  link: LinkName,
  report: NodeReport | undefined,
  outcome: LinkOutcome,
): LinkOutcome {
  if (link !== 'node-identity' || report === undefined || outcome.status !== 'holds')
    return outcome;
  const need = report === undefined ? undefined : unknownUser(report);
  return need === undefined ? (deniedUser(subject) ?? outcome) : notSeen(need);
}

function reported(
  subject: Subject,
  link: LinkName,
  report: NodeReport | undefined,
): readonly Finding[] {
  if (report === undefined || subject.place === undefined) return [];
  const { working, needs } = secretsFor(subject);
  const isSpared = working !== undefined || needs.length > 0;
  const checks = [
    ...(isSpared ? [] : (ofOwnCredentials[link] ?? [])),
    ...(ofEveryPull[link] ?? []),
  ];
  return checks.flatMap((check) => check(subject, report));
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
