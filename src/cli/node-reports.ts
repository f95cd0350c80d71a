import type { Fleet } from '../chain/fleet/fleet.ts';
import type { NodeReport } from '../chain/world.ts';

/** What nodes found themselves, from files. @throws EvidenceError for what is no such file. */
export async function nodeReports(paths: readonly string[]): Promise<readonly NodeReport[]> {
  if (paths.length === 0) return [];
  const { readNodeReport } = await import('../evidence/node/read-report.ts');
  return paths.map(readNodeReport);
}

/** A fleet with it. @throws EvidenceError for a report of a node that none of the pods is on. */
export async function withNodes(fleet: Fleet, paths: readonly string[]): Promise<Fleet> {
  const reports = await nodeReports(paths);
  if (reports.length === 0) return fleet;
  const { withReportsInFleet } = await import('../evidence/node/read-report.ts');
  return withReportsInFleet(fleet, reports);
}
