import type { CauseEntry } from '../cause-entry.ts';
import { shows } from '../shows.ts';

export const nodeKubelet: readonly CauseEntry[] = [
  {
    number: 1,
    title: 'the node is not ready, so nothing is pulled',
    fix: 'Repair or replace the node.',
    shows: shows.node,
  },
  {
    number: 2,
    title: 'the kubelet runs no credential provider',
    fix: 'Start the kubelet with --image-credential-provider-config and --image-credential-provider-bin-dir.',
    shows: shows.kubeletConfiguration,
  },
  {
    number: 3,
    title: "the credential provider's or helper's program is missing or cannot be run",
    fix: 'Put it into the folder that the kubelet or docker looks in, and make it executable.',
    shows: shows.kubeletLog,
  },
  {
    number: 4,
    title: "the credential provider's configuration is not valid",
    fix: 'Correct it: hawser credential-provider check names the field.',
    shows: shows.kubeletConfiguration,
  },
  {
    number: 5,
    title: "Bottlerocket's credential provider is off, or its image patterns were replaced",
    fix: "Enable it in the settings, with all of ECR's patterns.",
    shows: shows.kubeletConfiguration,
  },
  {
    number: 6,
    title: 'a Windows node image with a known fault in ECR pulls',
    fix: 'Update to a newer node image.',
    shows: shows.node,
    notOurs: 'a fault of node images, which newer ones of AWS do not have',
  },
  {
    number: 7,
    title: 'a hybrid node gets no credentials, or its role may not pull',
    fix: 'Repair IAM Roles Anywhere or SSM on it, and attach AmazonEC2ContainerRegistryPullOnly to its role.',
    shows: shows.rolePolicies,
  },
  {
    number: 8,
    title: "the kubelet's own limit on pulls is reached",
    fix: 'Raise registryPullQPS and registryBurst, or start fewer pods at once.',
    shows: shows.kubeletConfiguration,
  },
  {
    number: 9,
    title: 'the node pulls one image at a time, and a large one is before this',
    fix: 'Set serializeImagePulls to false, with maxParallelImagePulls.',
    shows: shows.kubeletConfiguration,
  },
  {
    number: 10,
    title: 'the cause is corrected, and the kubelet is still in back-off',
    fix: 'Wait up to five minutes, or delete the pod.',
    shows: shows.pod,
  },
  {
    number: 11,
    title:
      'image garbage collection deletes images between pull and start, because the disk is full',
    fix: 'Give the node a larger disk.',
    shows: shows.disk,
  },
  {
    number: 12,
    title: 'the kubelet still uses a token from before the change',
    fix: 'Restart the kubelet, or wait up to six hours.',
    shows: shows.kubeletLog,
  },
];
