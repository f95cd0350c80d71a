// Faults that are made alike in the real and in the emulated cluster.

/** How a pod asks for its image; the rest is the same in all of them. */
export interface PodAsks {
  readonly image?: string;
  readonly imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never';
  readonly imagePullSecrets?: readonly { readonly name: string }[];
}

export interface Case {
  readonly name: string;
  /** The cause that the doctor names first. */
  readonly cause: string;
  /** Whether the fault is injected in AWS; elsewhere it is in how the pod asks, or in the node. */
  readonly injected?: boolean;
  readonly pod?: PodAsks;
  /** The kubelet was started without a credential provider. */
  readonly withoutProvider?: boolean;
  /** The image is pulled, and its program ends at once. */
  readonly crashes?: boolean;
  /** The last of the places in the ranking of a text at which the cause may stand: several fit the same words, and none where the words do not tell it (0). */
  readonly place: number;
}

export const cases: readonly Case[] = [
  {
    name: 'the image is written with a scheme',
    cause: 'HW0101',
    pod: { image: 'https://444455556666.dkr.ecr.us-east-1.amazonaws.com/my-app/backend:v1' },
    place: 1,
  },
  {
    name: 'imagePullPolicy is Never',
    cause: 'HW0201',
    pod: { imagePullPolicy: 'Never' },
    place: 1,
  },
  {
    name: 'imagePullSecrets names no Secret, and there is no provider',
    cause: 'HW0202',
    pod: { imagePullSecrets: [{ name: 'no-such-secret' }] },
    withoutProvider: true,
    place: 1,
  },
  { name: 'the kubelet has no provider', cause: 'HW0402', withoutProvider: true, place: 3 },
  {
    name: 'the instance profile has no role',
    cause: 'HW0602',
    injected: true,
    place: 20,
  },
  { name: 'the role may not get a token', cause: 'HW0701', injected: true, place: 3 },
  { name: 'the role may not get manifests', cause: 'HW0703', injected: true, place: 3 },
  { name: 'the role may not get layers', cause: 'HW0704', injected: true, place: 3 },
  { name: 'a policy of the role denies', cause: 'HW0708', injected: true, place: 10 },
  { name: 'there is no repository', cause: 'HW1201', injected: true, place: 25 },
  { name: 'the repository has no policy', cause: 'HW1301', injected: true, place: 1 },
  {
    name: 'the repository policy lets manifests be pulled only',
    cause: 'HW1304',
    injected: true,
    place: 3,
  },
  { name: 'there is no such tag', cause: 'HW1501', injected: true, place: 1 },
  { name: 'the image is archived', cause: 'HW1505', injected: true, place: 10 },
  { name: 'the image is for another platform', cause: 'HW1601', injected: true, place: 1 },
  {
    name: 'the image is for another platform, without an index',
    cause: 'HW1602',
    injected: true,
    crashes: true,
    place: 0,
  },
  { name: 'a layer is gone', cause: 'HW1806', injected: true, place: 1 },
];
