import type { CauseEntry } from '../cause-entry.ts';
import { shows } from '../shows.ts';

export const image: readonly CauseEntry[] = [
  {
    number: 1,
    title: 'the repository has no image of that tag or digest',
    fix: 'Push the image under this tag, or correct the tag.',
    shows: shows.images,
  },
  {
    number: 2,
    title: 'a lifecycle rule expired the image',
    fix: 'Push it again, and keep what is in use out of the rules.',
    shows: shows.lifecycle,
  },
  {
    number: 3,
    title: 'the image was deleted',
    fix: 'Push it again, and deny ecr:BatchDeleteImage to cleanup jobs.',
    shows: shows.images,
  },
  {
    number: 4,
    title: 'the image is in the archive storage class',
    fix: 'Bring it back: aws ecr update-image-storage-class, then wait.',
    shows: shows.images,
  },
  {
    number: 5,
    title: 'the image is being restored from the archive',
    fix: 'Wait until it is ACTIVE again.',
    shows: shows.images,
  },
  {
    number: 6,
    title: 'the image is not replicated yet',
    fix: 'Deploy after replication has finished.',
    shows: shows.replication,
  },
  {
    number: 7,
    title: 'the tag is immutable, so the new image never got it',
    fix: 'Use a new tag for each build.',
    shows: shows.images,
  },
  {
    number: 8,
    title: 'the tag was moved, and nodes run different images under it',
    fix: 'Name digests, or make tags immutable.',
    shows: shows.images,
  },
  {
    number: 9,
    title: 'an untagged image expired while its digest is in use',
    fix: 'Keep some untagged images, or tag releases.',
    shows: shows.lifecycle,
  },
  {
    number: 10,
    title: 'ECR itself cannot read the image',
    fix: 'Push it again.',
    shows: shows.images,
    notOurs: "the fault is ECR's",
  },
  {
    number: 11,
    title: 'a policy of the organization blocks the registry',
    fix: "Have the organization's policy changed.",
    shows: shows.resourcePolicies,
  },
];
