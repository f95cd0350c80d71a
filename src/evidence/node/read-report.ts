import { known } from '../../chain/fact.ts';
import type { Fleet, OwnFacts } from '../../chain/fleet/fleet.ts';
import { nodeReportComplaint } from '../../chain/node-report/shape.ts';
import type { NodeReport, World } from '../../chain/world.ts';
import { readDocument } from '../../files/input.ts';
import { EvidenceError } from '../errors.ts';

/** Bytes that a report of a node may have. */
const reportLimit = 8 * 1024 * 1024;

/**
 * Reads what `hawser collect --node` wrote.
 * @throws EvidenceError `UNREADABLE`, `NOT_A_NODE_REPORT`
 */
export function readNodeReport(path: string): NodeReport {
  let content: string;
  try {
    content = readDocument(path, reportLimit);
  } catch (cause) {
    throw new EvidenceError(
      'UNREADABLE',
      `cannot read ${path}: ${cause instanceof Error ? cause.message : cause}`,
      'Name a file that hawser collect --node wrote.',
    );
  }
  const report = parsed(content);
  const complaint = nodeReportComplaint(report);
  if (complaint === undefined) return report as NodeReport;
  throw new EvidenceError(
    'NOT_A_NODE_REPORT',
    `${path} is not the report of a node: ${complaint}`,
    'Make one on the node with hawser collect --node, of the same version as this.',
  );
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

/** A world with what nodes of it found themselves; reports of nodes that it does not know are left out. */
export function withReports(world: World, reports: readonly NodeReport[]): World {
  const nodes = { ...world.nodes };
  for (const report of reports) {
    const node = Object.hasOwn(nodes, report.node) ? nodes[report.node] : undefined;
    if (node?.state === 'known') nodes[report.node] = known({ ...node.value, report });
  }
  return { ...world, nodes };
}

/**
 * Every report must be of a node that some pull is on: one that is not would be passed over without a word.
 * @throws EvidenceError `NO_SUCH_NODE`
 */
export function requireNodes(worlds: readonly World[], reports: readonly NodeReport[]): void {
  for (const { node } of reports) {
    if (worlds.some(({ nodes }) => Object.hasOwn(nodes, node) && nodes[node]?.state === 'known')) {
      continue;
    }
    const names = [...new Set(worlds.flatMap(({ nodes }) => Object.keys(nodes)))].slice(0, 20);
    throw new EvidenceError(
      'NO_SUCH_NODE',
      `no pull that is asked about is known to be on node ${node}`,
      names.length === 0
        ? 'Nothing that was seen is on a node.'
        : `Their nodes are ${names.join(', ')}; give the name with hawser collect --node --node-name.`,
    );
  }
}

/** The same for all pods of a fleet. @throws EvidenceError `NO_SUCH_NODE` */
export function withReportsInFleet(fleet: Fleet, reports: readonly NodeReport[]): Fleet {
  const own = Object.values(fleet.pods).flatMap((pod) => Object.values(pod.own ?? {}));
  const asWorld = (facts: OwnFacts): World => ({ ...fleet.world, ...facts });
  requireNodes([fleet.world, ...own.map(asWorld)], reports);
  const pods = Object.entries(fleet.pods).map(([key, pod]) => {
    if (pod.own === undefined) return [key, pod];
    const merged = Object.entries(pod.own).map(([container, facts]) =>
      facts.nodes === undefined
        ? [container, facts]
        : [container, { ...facts, nodes: withReports(asWorld(facts), reports).nodes }],
    );
    return [key, { ...pod, own: Object.fromEntries(merged) }];
  });
  return { ...fleet, world: withReports(fleet.world, reports), pods: Object.fromEntries(pods) };
}
