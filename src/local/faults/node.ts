import { type InstanceProfileRecord, metadataOptionsOf, nameKey } from '../state.ts';
import type { Fault } from './fault.ts';
import { changeInstance, instanceOf } from './machine.ts';

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
