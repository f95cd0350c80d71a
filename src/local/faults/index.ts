import type { Core } from '../core/call.ts';
import { LocalError } from '../errors.ts';
import type { FaultRecord } from '../state.ts';
import { ecrFaults } from './ecr.ts';
import {
  Changes,
  type ClusterObjects,
  type Fault,
  type Target,
  type TargetField,
  undo,
} from './fault.ts';
import { iamFaults } from './iam.ts';
import { nodeFaults } from './node.ts';
import { podFaults } from './pod.ts';

/** Every fault that can be injected, by the code of the cause that it brings about. */
export const faults: ReadonlyMap<string, Fault> = new Map(
  [...podFaults, ...nodeFaults, ...iamFaults, ...ecrFaults].map((fault) => [fault.cause, fault]),
);

/**
 * Breaks a link, all of it or nothing. The same cause can't be in force twice.
 * @throws LocalError `CANNOT_BREAK` naming what is unknown or missing.
 */
export function breakLink(
  core: Core,
  cluster: ClusterObjects,
  cause: string,
  given: Readonly<Record<string, string>>,
): FaultRecord {
  const { state, clock } = core;
  const fault = faults.get(cause);
  if (fault === undefined) {
    throw new LocalError(
      'CANNOT_BREAK',
      `${cause} can't be injected; these can: ${[...faults.keys()].sort().join(', ')}`,
    );
  }
  const missing = fault.needs.filter((field) => typeof given[field] !== 'string');
  if (missing.length > 0) {
    throw new LocalError('CANNOT_BREAK', `${cause} needs "target" to name: ${missing.join(', ')}`);
  }
  if (state.faults.get(cause) !== undefined) {
    throw new LocalError('CANNOT_BREAK', `${cause} is in force already; POST /_hawser/heal first`);
  }
  return state.metadata.transaction(() => {
    const changes = new Changes(state.metadata, cluster);
    fault.inject(changes, complete(given), core);
    const record: FaultRecord = {
      cause,
      target: given,
      injectedAt: clock.now(),
      before: changes.before,
    };
    state.faults.put(cause, record);
    return record;
  });
}

/**
 * Puts back what a fault changed, or what all of them did, the last one first.
 * @returns the causes that were healed.
 */
export function healLinks(
  { state }: Core,
  cluster: ClusterObjects,
  cause: string | undefined,
): string[] {
  const inForce = state.faults
    .list()
    .map(({ document }) => document)
    .filter((record) => cause === undefined || record.cause === cause)
    .sort((a, b) => b.injectedAt - a.injectedAt);
  if (cause !== undefined && inForce.length === 0) {
    throw new LocalError('CANNOT_BREAK', `${cause} is not in force`);
  }
  state.metadata.transaction(() => {
    for (const record of inForce) {
      undo(state.metadata, cluster, record.before);
      state.faults.delete(record.cause);
    }
  });
  return inForce.map((record) => record.cause);
}

const fields: readonly TargetField[] = ['role', 'repository', 'tag', 'node', 'pod'];

function complete(given: Readonly<Record<string, string>>): Target {
  return Object.fromEntries(fields.map((field) => [field, given[field] ?? ''])) as Target;
}
