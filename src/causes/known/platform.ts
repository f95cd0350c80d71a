import type { CauseEntry } from '../cause-entry.ts';
import { shows } from '../shows.ts';

export const platform: readonly CauseEntry[] = [
  {
    number: 1,
    title: "the image has no variant for the node's platform",
    fix: "Build for the node's platform, or keep the pod on nodes of the image's.",
    shows: shows.manifest,
  },
  {
    number: 2,
    title: 'the image is of another architecture, so its program does not start',
    fix: "Build for the node's architecture.",
    shows: shows.manifest,
  },
  {
    number: 3,
    title: 'the image is of another Windows build',
    fix: "Use a base image of the node's Windows build.",
    shows: shows.manifest,
  },
  {
    number: 4,
    title: 'what the reference names is not an image',
    fix: 'Name the image, not the chart, signature or bill of materials beside it.',
    shows: shows.manifest,
  },
  {
    number: 5,
    title: 'the image has a manifest of schema 1',
    fix: 'Push it again with a current client.',
    shows: shows.manifest,
  },
  {
    number: 6,
    title: 'the runtime cannot unpack this compression',
    fix: 'Build with gzip, or update the runtime.',
    shows: shows.manifest,
  },
  {
    number: 7,
    title: 'the image has another variant of Arm',
    fix: "Build for arm64, or the node's variant.",
    shows: shows.manifest,
  },
];
