/** A finding of any kind about a node's configuration. */
export interface Finding {
  readonly code: keyof typeof kinds;
  /** Entry of the configuration, if the finding is about one. */
  readonly provider?: string;
  readonly message: string;
  readonly fix: string;
}

/** The kinds of findings. An error makes pulls fail; a warning does so at some time, or exposes credentials. */
export const kinds = {
  HW0571: { severity: 'error', title: 'the kubelet does not start with this configuration' },
  HW0572: { severity: 'error', title: 'the executable of a provider cannot be started' },
  HW0573: { severity: 'error', title: 'registries that no pattern matches' },
  HW0574: { severity: 'error', title: 'a pattern that matches no ECR registry' },
  HW0575: { severity: 'error', title: 'the kubelet and the plugin speak different versions' },
  HW0576: { severity: 'error', title: 'a flag of the kubelet is missing or was removed' },
  HW0577: { severity: 'error', title: 'tokenAttributes that this kubelet does not support' },
  HW0578: { severity: 'warning', title: 'a token may be cached longer than it is valid' },
  HW0579: { severity: 'warning', title: 'the plugin is asked for registries that are not ECR' },
  HW0580: { severity: 'error', title: 'the plugin does not recognise a host that it is asked for' },
  HW0581: {
    severity: 'warning',
    title: 'pods pull with another identity than tokenAttributes suggests',
  },
  HW0582: { severity: 'error', title: 'a part of the file that the kubelet does not read' },
  HW0583: { severity: 'error', title: 'the plugin does not receive the annotation that it reads' },
  HW0584: { severity: 'warning', title: 'images of ECR Public are pulled anonymously' },
  HW0585: { severity: 'warning', title: 'forms of hosts that no pattern matches' },
  HW0586: { severity: 'warning', title: 'patterns for some accounts or Regions only' },
} as const satisfies Record<string, { severity: 'error' | 'warning'; title: string }>;

/** @returns whether pulls fail because of it. */
export function isError({ code }: Finding): boolean {
  return kinds[code].severity === 'error';
}
