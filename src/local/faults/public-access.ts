import type { PublicAccessRecord } from '../records/network.ts';
import type { Fault } from './fault.ts';
import { nodePlaceOf, putRecord } from './private-node.ts';

/** VPC Block Public Access, which excludes nobody. */
export const publicAccessFaults: readonly Fault[] = [
  {
    cause: 'HW1026',
    needs: ['node'],
    inject(changes, target, { state, clock }) {
      const { accountId, region } = nodePlaceOf(state, target).subnet;
      const place = { accountId, region, tags: {} };
      putRecord(changes, 'publicAccess', {
        ...place,
        id: 'options',
        mode: 'block-bidirectional',
        changedAt: clock.now(),
      } as PublicAccessRecord);
    },
  },
];
