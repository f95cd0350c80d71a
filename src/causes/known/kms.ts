import type { CauseEntry } from '../cause-entry.ts';
import { shows } from '../shows.ts';

export const kms: readonly CauseEntry[] = [
  {
    number: 1,
    title: "the repository's key is disabled",
    fix: 'Enable the key: aws kms enable-key.',
    shows: shows.key,
  },
  {
    number: 2,
    title: "the repository's key is about to be deleted, or is",
    fix: 'Cancel the deletion; after it the images are lost.',
    shows: shows.key,
  },
  {
    number: 3,
    title: "ECR's grants on the key are gone",
    fix: 'Create the repository again and push: grants are made with it.',
    shows: shows.key,
  },
  {
    number: 4,
    title: "the key's material has expired, or its store is not reached",
    fix: 'Import it again, or mend the external key store.',
    shows: shows.key,
  },
  {
    number: 5,
    title: 'the key may not be used through ECR',
    fix: 'Allow it in key policy and SCPs for calls through ecr.<region>.amazonaws.com.',
    shows: shows.key,
  },
  {
    number: 6,
    title: "the replica's Region has no template or key",
    fix: 'Create a template with a key of that Region.',
    shows: shows.templates,
  },
];
