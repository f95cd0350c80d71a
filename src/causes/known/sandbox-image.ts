import type { CauseEntry } from '../cause-entry.ts';
import { shows } from '../shows.ts';

export const sandboxImage: readonly CauseEntry[] = [
  {
    number: 1,
    title: 'the sandbox image was deleted, and the runtime has no credentials to fetch it again',
    fix: 'Replace the node, or import the image and pin it; newer node images do.',
    shows: shows.runtimeConfiguration,
  },
  {
    number: 2,
    title: "the sandbox image is of another Region's registry",
    fix: 'Build the node image for each Region, or set sandbox_image.',
    shows: shows.runtimeConfiguration,
  },
  {
    number: 3,
    title: 'kubelet and containerd name different sandbox images',
    fix: 'Configure the same image in both, so that garbage collection keeps it.',
    shows: shows.kubeletConfiguration,
  },
  {
    number: 4,
    title: "the lazy snapshotter's store lacks the sandbox image",
    fix: 'Update nodeadm, which imports it there.',
    shows: shows.runtimeConfiguration,
  },
  {
    number: 5,
    title: "the node does not get the images of EKS's add-ons",
    fix: 'Allow the registry of the add-ons in policies, and give the nodes a route to it.',
    shows: shows.endpointPolicy,
    sameAs: 'EPP-05',
  },
];
