import type { CauseEntry } from '../cause-entry.ts';
import { shows } from '../shows.ts';

export const admission: readonly CauseEntry[] = [
  {
    number: 1,
    title: 'an admission policy does not allow this registry or tag',
    fix: 'Use an allowed registry and tag, or change the policy.',
    shows: shows.webhooks,
  },
  {
    number: 2,
    title:
      'the policy controller has no permission to read from ECR, so it cannot verify signatures',
    fix: "Give the controller's service account a role with the pull actions.",
    shows: shows.controllerLog,
  },
  {
    number: 3,
    title: 'the image has no signature that the policy accepts',
    fix: 'Sign it with the expected key, and keep signatures out of the lifecycle rules.',
    shows: shows.webhooks,
  },
  {
    number: 4,
    title: 'a webhook rewrote the image to a reference that does not exist',
    fix: 'Correct the rewriting rule, or create the cache rule that it points to.',
    shows: shows.webhooks,
  },
  {
    number: 5,
    title: 'the webhook that verifies signatures does not answer in time',
    fix: "Give the controller a route to the registry, or raise the webhook's timeout.",
    shows: shows.controllerLog,
  },
  {
    number: 6,
    title: 'every start of a container asks the registry, because the pull policy is Always',
    fix: 'Use IfNotPresent with a digest, unless AlwaysPullImages is wanted.',
    shows: shows.pod,
  },
  {
    number: 7,
    title: 'a client inside the cluster does not reach the instance metadata',
    fix: 'Give its service account a role of its own, or set the hop limit of the metadata to 2.',
    shows: shows.instance,
  },
  {
    number: 8,
    title: 'a client inside the cluster has no credentials for ECR of its own',
    fix: "Give its service account a role with the pull actions, by EKS Pod Identity or IRSA: the node's credentials do not reach a pod.",
    shows: shows.serviceAccount,
  },
];
