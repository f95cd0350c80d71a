import type { CauseEntry } from '../cause-entry.ts';
import { shows } from '../shows.ts';

export const runtime: readonly CauseEntry[] = [
  {
    number: 1,
    title: "the node's disk is full",
    fix: 'Free space, or give it a larger disk.',
    shows: shows.disk,
  },
  {
    number: 2,
    title: 'the container runtime does not answer',
    fix: 'Restart it, or replace the node.',
    shows: shows.runtimeLog,
  },
  {
    number: 3,
    title: 'a registry mirror is configured wrongly',
    fix: 'Correct hosts.toml for the host of the image.',
    shows: shows.runtimeConfiguration,
  },
  {
    number: 4,
    title: "containerd's configuration holds an old token",
    fix: 'Take the auth section out; the kubelet brings credentials.',
    shows: shows.runtimeConfiguration,
  },
  {
    number: 5,
    title: "containerd's configuration cannot be read",
    fix: "Use the keys of the configuration's own version.",
    shows: shows.runtimeConfiguration,
  },
  {
    number: 6,
    title: 'the lazy snapshotter is down or configured wrongly',
    fix: 'Restart it, or go back to overlayfs.',
    shows: shows.runtimeLog,
  },
  {
    number: 7,
    title: 'the lazy snapshotter has no credentials, or old ones',
    fix: "Point the kubelet's image service at the snapshotter.",
    shows: shows.runtimeConfiguration,
  },
  {
    number: 8,
    title: 'layers are discarded after unpacking, so peers cannot serve them',
    fix: 'Set discard_unpacked_layers to false.',
    shows: shows.runtimeConfiguration,
  },
  {
    number: 9,
    title: 'a cancelled pull left its lock behind',
    fix: 'Restart containerd.',
    shows: shows.runtimeLog,
  },
  {
    number: 10,
    title: 'parallel unpacking is slower than the disk',
    fix: 'Give the disk more throughput, or switch it off.',
    shows: shows.disk,
  },
];
