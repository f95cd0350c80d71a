import type { CauseEntry } from '../cause-entry.ts';
import { shows } from '../shows.ts';

export const layers: readonly CauseEntry[] = [
  {
    number: 1,
    title: 'S3 refuses the layer',
    fix: "Allow the layers' bucket in the endpoint policy of S3.",
    shows: shows.endpointPolicy,
    sameAs: 'EPP-03',
  },
  {
    number: 2,
    title: "the layer's address expired before it was used",
    fix: 'Pull fewer images at once, or use a faster disk.',
    shows: shows.runtimeLog,
  },
  {
    number: 3,
    title: 'the connection broke off in the middle of a layer',
    fix: 'Try again; if it recurs, look at proxies and MTU.',
    shows: shows.path,
  },
  {
    number: 4,
    title: 'the layer is not what its digest says',
    fix: 'Go past the mirror or proxy that changed it.',
    shows: shows.runtimeConfiguration,
  },
  {
    number: 5,
    title: 'the download made no progress, and containerd gave up',
    fix: 'Mend the way, or raise image_pull_progress_timeout.',
    shows: shows.runtimeLog,
  },
  {
    number: 6,
    title: 'the registry has the manifest, but not all of its layers',
    fix: 'Push the image again.',
    shows: shows.layers,
  },
];
