import type { CauseEntry } from '../cause-entry.ts';
import { shows } from '../shows.ts';

export const pullThroughCache: readonly CauseEntry[] = [
  {
    number: 1,
    title: 'no cache rule has this prefix',
    fix: 'Create the rule, or correct the prefix.',
    shows: shows.cacheRules,
  },
  {
    number: 2,
    title: 'an official image of Docker Hub without library/',
    fix: 'Write <prefix>/library/<name>.',
    shows: shows.image,
  },
  {
    number: 3,
    title: 'library/ in front of an image that is not an official one',
    fix: 'Leave library/ out.',
    shows: shows.image,
  },
  {
    number: 4,
    title: 'the caller may not import through the cache rule',
    fix: 'Allow ecr:BatchImportUpstreamImage, or attach AmazonEC2ContainerRegistryPullOnly.',
    shows: shows.rolePolicies,
  },
  {
    number: 5,
    title: 'the caller may not create the repository for the cached image',
    fix: 'Allow ecr:CreateRepository, or create it beforehand.',
    shows: shows.rolePolicies,
  },
  {
    number: 6,
    title: 'the digest was never cached: caches fill by tag',
    fix: 'Pull the tag once, then the digest.',
    shows: shows.images,
  },
  {
    number: 7,
    title: "the upstream's secret is missing or has the wrong shape",
    fix: 'Store username and accessToken under a name that begins with ecr-pullthroughcache/.',
    shows: shows.upstreamSecret,
  },
  {
    number: 8,
    title: "ECR has no permission to decrypt the upstream's secret",
    fix: 'Encrypt the secret with the default key aws/secretsmanager: ECR uses no other.',
    shows: shows.upstreamSecret,
  },
  {
    number: 9,
    title: 'the upstream refuses the stored credentials',
    fix: 'Renew them in the secret.',
    shows: shows.upstream,
  },
  {
    number: 10,
    title: "the upstream limits ECR's requests",
    fix: 'Store credentials for the rule, or fill the cache beforehand.',
    shows: shows.upstream,
    notOurs: "the limit is the upstream's",
  },
  {
    number: 11,
    title: 'the upstream is down, and the image is not cached',
    fix: 'Wait, or use a digest that is cached.',
    shows: shows.upstream,
    notOurs: "the outage is the upstream's",
  },
  {
    number: 12,
    title: 'the first pull is redirected to the upstream, which the node does not reach',
    fix: 'Pull once from a place that reaches the internet, or give the nodes a route to it.',
    shows: shows.routes,
  },
  {
    number: 13,
    title: 'the upstream has no such image',
    fix: 'Correct the tag.',
    shows: shows.upstream,
  },
  {
    number: 14,
    title: 'the cache made a repository without a policy for the other account',
    fix: 'Set the policy in a creation template.',
    shows: shows.templates,
  },
  {
    number: 15,
    title:
      'the role or the upstream repository policy of an ECR-to-ECR rule does not allow the import',
    fix: 'Let pullthroughcache.ecr.amazonaws.com assume the role, and the role read upstream.',
    shows: shows.role,
  },
  {
    number: 16,
    title: 'cached repositories are immutable, so moving tags stay behind',
    fix: 'Make them mutable, or exempt such tags.',
    shows: shows.templates,
  },
  {
    number: 17,
    title: 'the service-linked role of cache rules is missing',
    fix: 'Create AWSServiceRoleForECRPullThroughCache.',
    shows: shows.role,
  },
  {
    number: 18,
    title: "the creation template's role is missing or lacks a permission",
    fix: "Correct the template's role.",
    shows: shows.templates,
  },
  {
    number: 19,
    title: 'the cache has filled a quota',
    fix: "Expire images by the template's lifecycle rules, or have the quota raised.",
    shows: shows.quotas,
  },
  {
    number: 20,
    title: 'the pod pulls from Docker Hub directly, not through the cache',
    fix: 'Rewrite the image, or configure a mirror in containerd.',
    shows: shows.image,
  },
];
