import type { CauseEntry } from '../cause-entry.ts';
import { shows } from '../shows.ts';

export const throttling: readonly CauseEntry[] = [
  {
    number: 1,
    title: 'more images are asked for than the quota allows',
    fix: 'Stagger the rollout, or have the quota raised.',
    shows: shows.quotas,
  },
  {
    number: 2,
    title: 'more layers are asked for than the quota allows',
    fix: 'Use fewer layers, or have the quota raised.',
    shows: shows.quotas,
  },
  {
    number: 3,
    title: 'S3 throttles the requests (503 Slow Down)',
    fix: 'Stagger the rollout.',
    shows: shows.quotas,
    notOurs: "S3 throttles on AWS's behalf",
  },
  {
    number: 4,
    title: 'all nodes try again at the same moment',
    fix: 'Stagger the rollout with maxSurge, or pull beforehand.',
    shows: shows.quotas,
  },
  {
    number: 5,
    title: 'the limit of Docker Hub, GHCR or Quay on anonymous pulls is reached',
    fix: 'Cache through ECR with credentials.',
    shows: shows.image,
    notOurs: "the limit is the other registry's",
  },
  {
    number: 6,
    title: "ECR Public's limit on anonymous pulls is reached",
    fix: 'Let the nodes fetch a token of ecr-public, or cache the image.',
    shows: shows.rolePolicies,
  },
  {
    number: 7,
    title: 'new nodes ask for a token for each image at once',
    fix: 'Start fewer pods on a new node at first.',
    shows: shows.quotas,
    sameAs: 'TOK-03',
  },
  {
    number: 8,
    title: "the disk's throughput is used up",
    fix: 'Give it more throughput.',
    shows: shows.disk,
  },
];
