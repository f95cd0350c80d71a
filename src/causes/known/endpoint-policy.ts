import type { CauseEntry } from '../cause-entry.ts';
import { shows } from '../shows.ts';

export const endpointPolicy: readonly CauseEntry[] = [
  {
    number: 1,
    title: 'the endpoint policy of ecr.dkr leaves the repository or the caller out',
    fix: 'Extend it.',
    shows: shows.endpointPolicy,
  },
  {
    number: 2,
    title: 'the endpoint policy of ecr.api leaves the token out',
    fix: 'Allow ecr:GetAuthorizationToken on * in it.',
    shows: shows.endpointPolicy,
  },
  {
    number: 3,
    title: 'the endpoint policy of S3 leaves the bucket of the layers out',
    fix: 'Allow s3:GetObject on arn:aws:s3:::prod-<region>-starport-layer-bucket/*.',
    shows: shows.endpointPolicy,
  },
  {
    number: 4,
    title:
      "the endpoint policy of S3 asks for the own organization, and the layers' bucket is AWS's",
    fix: 'Exempt the starport-layer-bucket from the condition.',
    shows: shows.endpointPolicy,
  },
  {
    number: 5,
    title: "the endpoint policy leaves out the registries of EKS's add-ons",
    fix: "Add the repositories of the add-ons' account.",
    shows: shows.endpointPolicy,
  },
  {
    number: 6,
    title: 'the endpoint policy leaves out imports through a cache rule',
    fix: 'Allow ecr:BatchImportUpstreamImage and ecr:CreateRepository in it.',
    shows: shows.endpointPolicy,
  },
];
