import { whereExplained } from '../../causes/catalogue.ts';
import { knownCauseOf } from '../../causes/known.ts';
import { knownLinks } from '../../causes/known-links.ts';
import { hostsOfPull } from '../../network/index.ts';
import { holds } from '../outcomes.ts';
import type { CauseFound, LinkOutcome, Proof } from '../proof.ts';
import { secretsFor } from '../secrets.ts';
import type { Subject } from '../subject.ts';
import type { Checked } from '../verdict.ts';
import type { EndpointReport, NodeReport } from '../world.ts';
import { fixOfFinding, type NodeFinding } from './finding.ts';
import { nodeFindings } from './findings.ts';

/** Causes that only concern a node that brings its own credentials. */
const ofOwnCredentials: ReadonlySet<string> = new Set([
  'HW0402',
  'HW0403',
  'HW0404',
  'HW0606',
  'HW0801',
]);

/** What the node found itself, of a pull from a private registry. */
function reportFor({ node, place }: Subject): NodeReport | undefined {
  return node.state === 'known' && place !== undefined ? node.value.report : undefined;
}

/**
 * Links that were not seen from outside, and that the node itself went: `dns` and `network` hold where it came to all hosts
 * of the pull. What a look at the VPC decides stays as it is.
 */
export function asTheNodeWent(subject: Subject, { link, outcome }: Checked): Checked {
  const report = reportFor(subject);
  if (report === undefined || outcome.status !== 'unseen') return { link, outcome };
  const own = ownOutcome(subject, report, link);
  return { link, outcome: own ?? outcome };
}

function ownOutcome(subject: Subject, report: NodeReport, link: string): LinkOutcome | undefined {
  if (link === 'node-kubelet') return ownProviders(report);
  if (link !== 'dns' && link !== 'network') return undefined;
  const hosts = namesFor(subject);
  const reached = hosts.map((name) =>
    report.endpoints.find(({ host, failed }) => host === name && failed === undefined),
  );
  if (hosts.length === 0 || reached.includes(undefined)) return undefined;
  const told = reached.flatMap((one) => (one === undefined ? [] : [inWords(one, link)]));
  return holds(`the node itself at ${report.seenAt}: ${told.join(', ')}`);
}

/** Which providers the kubelet was started with: what is wrong with them is added on its own. */
function ownProviders({ credentialProvider, node, seenAt }: NodeReport): LinkOutcome | undefined {
  if (credentialProvider.state !== 'known') return undefined;
  const { config } = credentialProvider.value;
  return holds(`the kubelet of ${node} was started with ${config} (the node itself at ${seenAt})`);
}

function inWords({ host, addresses, proxy }: EndpointReport, link: 'dns' | 'network'): string {
  if (link === 'network') return `reached ${host}${proxy === undefined ? '' : ` by ${proxy}`}`;
  return proxy === undefined ? `${host} is ${addresses[0]}` : `${host} is asked for by ${proxy}`;
}

function namesFor({ place }: Subject): string[] {
  return place === undefined ? [] : hostsOfPull(place).map(({ name }) => name);
}

/**
 * Adds what the node met itself: where that stops a pull, its link is broken. What was met is certain as of the time of the
 * report; the cause is the known one that fits it.
 */
export function withNodeReport(proof: Proof, subject: Subject): Proof {
  const report = reportFor(subject);
  if (report === undefined) return proof;
  const all = nodeFindings(report, hostOf(subject)).filter((one) => concerns(subject, one));
  // What may be the cause of a failure is none where nothing fails.
  const fails = proof.verdict !== 'holds' || all.some(({ breaks }) => breaks);
  const found = fails ? all : [];
  if (found.length === 0) return proof;
  const causes = found.map((finding) => causeFound(finding, report));
  const stops = found.filter(({ breaks }) => breaks);
  const broken = new Map(
    stops.map((finding) => [knownCauseOf(finding.code)?.link, factOf(finding, report)]),
  );
  const codes = new Set(proof.causes.map(({ code }) => code));
  const sure = proof.causes.filter(({ confidence }) => confidence === 1);
  const rest = proof.causes.filter(({ confidence }) => confidence < 1);
  return {
    ...proof,
    verdict: stops.length > 0 ? 'broken' : proof.verdict,
    links: knownLinks.flatMap(({ name: link }) => {
      const before = proof.links.find((one) => one.link === link);
      const fact = broken.get(link);
      if (fact === undefined || before?.status === 'broken') return before ? [before] : [];
      return [{ link, status: 'broken' as const, fact }];
    }),
    causes: [
      ...sure,
      ...[...causes.filter(({ code }) => !codes.has(code)), ...rest].sort(
        (a, b) => b.confidence - a.confidence,
      ),
    ],
  };
}

function hostOf({ place }: Subject): string | undefined {
  return place?.host.replace(/:\d+$/, '');
}

/** A Secret that works, or may, spares the node's own credentials; hosts of other registries are others' business. */
function concerns(subject: Subject, { code, endpoint }: NodeFinding): boolean {
  const { working, needs } = secretsFor(subject);
  const maySpare = working !== undefined || needs.length > 0;
  if (maySpare && (ofOwnCredentials.has(code) || endpoint?.service === 'ecr.api')) return false;
  if (endpoint === undefined) return true;
  const isLocal = /(^|\.)localhost$/.test(endpoint.host) && endpoint.service === 'ecr.api';
  return isLocal || [hostOf(subject), ...namesFor(subject)].includes(endpoint.host);
}

function factOf({ text }: NodeFinding, { seenAt }: NodeReport): string {
  return `${text} (the node itself at ${seenAt})`;
}

function causeFound(finding: NodeFinding, report: NodeReport): CauseFound {
  const cause = knownCauseOf(finding.code);
  if (cause === undefined) throw new Error(`${finding.code} is not in the catalogue of causes`);
  const { code, catalogue, link, title } = cause;
  return {
    code,
    catalogue,
    link,
    confidence: finding.confidence,
    title,
    deciding: { text: factOf(finding, report) },
    fix: { text: fixOfFinding(finding) },
    docs: whereExplained(code),
  };
}
