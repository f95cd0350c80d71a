import type { CauseEntry } from '../cause-entry.ts';
import { shows } from '../shows.ts';

export const endpointPolicy: readonly CauseEntry[] = [
  {
    number: 1,
    title: 'the endpoint policy of ecr.dkr does not allow the repository or the caller',
    fix: 'Allow ecr:BatchGetImage and ecr:GetDownloadUrlForLayer on the repository to the caller in it.',
    shows: shows.endpointPolicy,
  },
  {
    number: 2,
    title: 'the endpoint policy of ecr.api does not allow ecr:GetAuthorizationToken',
    fix: 'Allow ecr:GetAuthorizationToken on * in it.',
    shows: shows.endpointPolicy,
  },
  {
    number: 3,
    title: 'the endpoint policy of S3 does not allow the bucket of the layers',
    fix: 'Allow s3:GetObject on arn:aws:s3:::prod-<region>-starport-layer-bucket/*.',
    shows: shows.endpointPolicy,
  },
  {
    number: 4,
    title:
      "the endpoint policy of S3 allows only your organization, and the layers' bucket belongs to AWS",
    fix: 'Exempt the starport-layer-bucket from the condition.',
    shows: shows.endpointPolicy,
  },
  {
    number: 5,
    title: 'the endpoint policy does not allow the registries of EKS add-ons',
    fix: "Add the repositories of the add-ons' account.",
    shows: shows.endpointPolicy,
  },
  {
    number: 6,
    title: 'the endpoint policy does not allow imports through a cache rule',
    fix: 'Allow ecr:BatchImportUpstreamImage and ecr:CreateRepository in it.',
    shows: shows.endpointPolicy,
  },
];
