import type { CauseEntry } from '../cause-entry.ts';
import { shows } from '../shows.ts';

export const imageReference: readonly CauseEntry[] = [
  {
    number: 1,
    title: 'the image reference cannot be parsed',
    fix: 'Write the reference as <account>.dkr.ecr.<region>.<suffix>/<repository>:<tag>, in lower case, without a scheme.',
    shows: shows.image,
  },
  {
    number: 2,
    title: 'the image names no registry, so Docker Hub is asked',
    fix: 'Put the host <account>.dkr.ecr.<region>.amazonaws.com in front of the repository.',
    shows: shows.image,
  },
  {
    number: 3,
    title: 'the image names no tag, and nobody pushed latest',
    fix: 'Name a tag or a digest that was pushed.',
    shows: shows.images,
  },
  {
    number: 4,
    title: 'the host names the wrong account',
    fix: 'Correct the twelve digits in front of .dkr.ecr.',
    shows: shows.image,
  },
  {
    number: 5,
    title: 'the host names a Region in which the repository is not',
    fix: 'Name the Region of the repository, or replicate it into this one.',
    shows: shows.repositories,
  },
  {
    number: 6,
    title: 'the account in the host is not twelve digits',
    fix: 'Correct the host: the credential provider takes no Region from it and asks the wrong one.',
    shows: shows.image,
  },
  {
    number: 7,
    title: 'the host has the suffix of another partition',
    fix: "Use the partition's own suffix, such as amazonaws.com.cn in China.",
    shows: shows.image,
  },
  {
    number: 8,
    title: "the node's credential provider does not know the dual-stack or FIPS host",
    fix: "Update the node image, add the host's pattern to matchImages, or use the ordinary host.",
    shows: shows.kubeletConfiguration,
  },
  {
    number: 9,
    title: 'the host is an alias or a proxy, for which no credential provider answers',
    fix: 'Use the ECR host itself, or add a matchImages pattern and a provider that knows the alias.',
    shows: shows.kubeletConfiguration,
  },
  {
    number: 10,
    title: "the repository's name is cut short",
    fix: 'Write the whole name with its namespaces, such as team/app.',
    shows: shows.repositories,
  },
  {
    number: 11,
    title: 'the digest is not one of this repository',
    fix: 'Take the digest that ecr:DescribeImages shows for this repository.',
    shows: shows.images,
  },
  {
    number: 12,
    title: 'tag and digest disagree, and the digest decides',
    fix: 'Name only one of the two.',
    shows: shows.images,
  },
  {
    number: 13,
    title: 'a reference to ECR Public where the private registry is meant, or the reverse',
    fix: "Use public.ecr.aws for public images and the account's own host for private ones.",
    shows: shows.image,
  },
  {
    number: 14,
    title: 'a placeholder was never filled in',
    fix: 'Repair the step that renders the manifest, and fail it on empty values.',
    shows: shows.workload,
  },
];
