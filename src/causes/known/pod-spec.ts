import type { CauseEntry } from '../cause-entry.ts';
import { shows } from '../shows.ts';

export const podSpec: readonly CauseEntry[] = [
  {
    number: 1,
    title: 'imagePullPolicy is Never and the image is not on the node',
    fix: 'Set imagePullPolicy to IfNotPresent, or load the image onto the node beforehand.',
    shows: shows.pod,
  },
  {
    number: 2,
    title: 'imagePullSecrets names a Secret that does not exist',
    fix: "Create the Secret in the pod's namespace, or drop it: nodes on EKS need none for ECR.",
    shows: shows.secret,
  },
  {
    number: 3,
    title: 'the ECR token in the pull Secret has expired',
    fix: "Drop the Secret and let the node's credential provider fetch tokens, or renew it well within 12 hours.",
    shows: shows.secret,
  },
  {
    number: 4,
    title: 'the pull Secret is for another host',
    fix: 'Create it again with exactly the host that the image names.',
    shows: shows.secret,
  },
  {
    number: 5,
    title: 'the pull Secret has the wrong type, or its content is no login of the registry',
    fix: 'Create it with kubectl create secret docker-registry.',
    shows: shows.secret,
  },
  {
    number: 6,
    title: "the role of the pod's service account was meant to pull, but the node's does",
    fix: "Let the node's role pull, or opt in to pulls with service account tokens.",
    shows: shows.serviceAccount,
  },
  {
    number: 7,
    title: 'the image of an init container or a sidecar fails, not that of the main container',
    fix: 'Look at the image of the container that kubectl describe shows as waiting.',
    shows: shows.pod,
  },
  {
    number: 8,
    title: 'the pod runs on Fargate, and its pod execution role may not pull',
    fix: 'Attach AmazonEKSFargatePodExecutionRolePolicy, or a policy with the pull actions, to that role.',
    shows: shows.rolePolicies,
  },
  {
    number: 9,
    title: "an image that is mounted as a volume fails, not a container's",
    fix: 'Correct the reference under volumes.image.',
    shows: shows.pod,
  },
  {
    number: 10,
    title: "the kubelet wants this pod's own credentials for an image that is on the node",
    fix: 'Give the pod credentials that work, or change imagePullCredentialsVerificationPolicy.',
    shows: shows.kubeletConfiguration,
  },
  {
    number: 11,
    title: 'the image is in a registry outside AWS that requires credentials, and the pod has none',
    fix: 'Create a pull Secret for that host and name it in imagePullSecrets, or pull through a cache rule of ECR.',
    shows: shows.secret,
  },
];
