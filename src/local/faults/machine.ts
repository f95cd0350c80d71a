import { LocalError } from '../errors.ts';
import type { NodeFile, NodeSetup } from '../records/node-setup.ts';
import type { InstanceRecord, State } from '../state.ts';
import type { Changes, Target } from './fault.ts';

/** The machine of a node. @throws LocalError `CANNOT_BREAK` when there is none. */
export function instanceOf(state: State, { node }: Target): InstanceRecord {
  const found = state.instances.list().find(({ document }) => document.nodeName === node);
  if (found === undefined) throw new LocalError('CANNOT_BREAK', `there is no node ${node}`);
  return found.document;
}

export function changeInstance(
  changes: Changes,
  { instanceId, nodeName }: InstanceRecord,
  to: (record: InstanceRecord) => InstanceRecord,
): void {
  changes.change<InstanceRecord>('ec2.instances', instanceId, `node ${nodeName}`, to);
}

/** Changes what is set up on a node's machine. */
export function changeSetup(
  changes: Changes,
  state: State,
  target: Target,
  to: (setup: NodeSetup, instance: InstanceRecord) => NodeSetup,
): void {
  changeInstance(changes, instanceOf(state, target), (record) => ({
    ...record,
    setup: to(record.setup ?? {}, record),
  }));
}

/** Writes a file on a machine's disk. */
export function withFile(setup: NodeSetup, file: NodeFile): NodeSetup {
  const others = (setup.files ?? []).filter(({ path }) => path !== file.path);
  return { ...setup, files: [...others, file] };
}

/** Starts its kubelet and its runtime again. */
export function restarted(setup: NodeSetup): NodeSetup {
  return { ...setup, restarts: (setup.restarts ?? 0) + 1 };
}
