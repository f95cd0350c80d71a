import type { CauseEntry } from '../cause-entry.ts';
import { shows } from '../shows.ts';

export const performance: readonly CauseEntry[] = [
  {
    number: 1,
    title: 'the image is large, and few layers are fetched at once',
    fix: 'Make it smaller, pull it beforehand, or fetch in parallel (SOCI).',
    shows: shows.manifest,
  },
  {
    number: 2,
    title: 'the rollout gives up before the pull is done',
    fix: 'Raise progressDeadlineSeconds, or pull beforehand.',
    shows: shows.workload,
  },
  {
    number: 3,
    title: 'the image is pulled from a distant Region',
    fix: 'Replicate it into the Region, and use endpoints.',
    shows: shows.replication,
  },
];
