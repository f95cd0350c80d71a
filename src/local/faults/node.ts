import { LocalError } from '../errors.ts';
import {
  type InstanceProfileRecord,
  type InstanceRecord,
  metadataOptionsOf,
  nameKey,
  type State,
} from '../state.ts';
import type { Changes, Fault, Target } from './fault.ts';

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

/** Faults in the machine: what it is, and what its kubelet was started with. */
export const nodeFaults: readonly Fault[] = [
  {
    cause: 'HW0402',
    needs: ['node'],
    inject(changes, target, { state }) {
      changeInstance(changes, instanceOf(state, target), (record) => ({
        ...record,
        credentialProvider: false,
      }));
    },
  },
  {
    cause: 'HW0601',
    needs: ['node'],
    inject(changes, target, { state }) {
      changeInstance(
        changes,
        instanceOf(state, target),
        ({ instanceProfile: _gone, ...rest }) => rest,
      );
    },
  },
  {
    cause: 'HW0602',
    needs: ['node'],
    inject(changes, target, { state }) {
      const { instanceProfile = '', accountId } = instanceOf(state, target);
      const name = instanceProfile.slice(instanceProfile.lastIndexOf('/') + 1);
      changes.change<InstanceProfileRecord>(
        'iam.instance-profiles',
        nameKey(accountId, name),
        `instance profile on node ${target.node}`,
        ({ role: _gone, ...rest }) => rest,
      );
    },
  },
  {
    cause: 'HW0605',
    needs: ['node'],
    inject(changes, target, { state }) {
      changeInstance(changes, instanceOf(state, target), (record) => ({
        ...record,
        metadataOptions: { ...metadataOptionsOf(record), httpEndpoint: 'disabled' },
      }));
    },
  },
];
