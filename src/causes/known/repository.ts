import type { CauseEntry } from '../cause-entry.ts';
import { shows } from '../shows.ts';

export const repository: readonly CauseEntry[] = [
  {
    number: 1,
    title: 'the repository does not exist',
    fix: 'Create the repository, or correct its name. A pull never creates it without a cache rule.',
    shows: shows.repositories,
  },
  {
    number: 2,
    title: 'the repository was deleted and made again, and is empty',
    fix: 'Push again, and keep the plan from replacing repositories.',
    shows: shows.images,
  },
  {
    number: 3,
    title: 'the repository is only in another Region',
    fix: 'Add a replication rule, and push or backfill what is older.',
    shows: shows.replication,
    sameAs: 'REF-05',
  },
  {
    number: 4,
    title: 'the image is in ECR Public, and the reference names a private registry',
    fix: 'Correct the host.',
    shows: shows.image,
    sameAs: 'REF-13',
  },
];
