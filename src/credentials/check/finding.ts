/** What is wrong with a node's configuration, whatever it is that is wrong. */
export interface Finding {
  readonly code: keyof typeof kinds;
  /** Entry of the configuration, where it is about one. */
  readonly provider?: string;
  readonly message: string;
  readonly fix: string;
}

/** The kinds of findings. An error loses pulls; a warning does so at some hour, or gives too much away. */
export const kinds = {
  HW0571: { severity: 'error', title: 'the kubelet would not start with this configuration' },
  HW0572: { severity: 'error', title: 'the executable of a provider can not be started' },
  HW0573: { severity: 'error', title: 'registries that no pattern matches' },
  HW0574: { severity: 'error', title: 'a pattern that matches no ECR registry' },
  HW0575: { severity: 'error', title: 'the kubelet and the plugin speak different versions' },
  HW0576: { severity: 'error', title: 'a flag of the kubelet is missing or gone' },
  HW0577: { severity: 'error', title: 'tokenAttributes that this kubelet does not take' },
  HW0578: { severity: 'warning', title: 'a token may be kept longer than it lives' },
  HW0579: { severity: 'warning', title: 'the plugin is asked for registries that are not ECR' },
  HW0580: { severity: 'error', title: 'the plugin does not know a host that it is asked for' },
  HW0581: { severity: 'warning', title: 'pods pull otherwise than tokenAttributes suggests' },
  HW0582: { severity: 'error', title: 'a part of the file that the kubelet does not read' },
  HW0583: { severity: 'error', title: 'the plugin is not given the annotation that it reads' },
  HW0584: { severity: 'warning', title: 'ECR Public is pulled from anonymously' },
  HW0585: { severity: 'warning', title: 'forms of hosts that no pattern matches' },
} as const satisfies Record<string, { severity: 'error' | 'warning'; title: string }>;

/** @returns whether pulls fail because of it. */
export function isError({ code }: Finding): boolean {
  return kinds[code].severity === 'error';
}
