/** A file of a machine's disk that is not as a new machine has it. */
export interface NodeFile {
  readonly path: string;
  /** Absent where only the mode is another. */
  readonly text?: string;
  /** Such as 0o644. */
  readonly mode?: number;
}

/** What a machine's own firewall does with connections to a host. */
export interface FirewallRule {
  readonly host: string;
  /** Without an answer, or with one that refuses. */
  readonly does: 'drop' | 'reject';
}

/** How a machine differs from one that was made from an EKS AMI. */
export interface NodeSetup {
  readonly files?: readonly NodeFile[];
  /** How often its programs were started again: what they read at their start takes effect then. */
  readonly restarts?: number;
  readonly kubeletEnvironment?: Readonly<Record<string, string>>;
  readonly runtimeEnvironment?: Readonly<Record<string, string>>;
  /** Milliseconds by which its clock is ahead of AWS's; negative where it is behind. */
  readonly clockAheadBy?: number;
  /** Such as `Bottlerocket OS 1.49.0 (aws-k8s-1.34)`. */
  readonly system?: string;
  readonly firewall?: readonly FirewallRule[];
  /** Hosts that the name server of the machine does not let through. */
  readonly unknownHosts?: readonly string[];
  /** Issuer of the certificates with which something opens its TLS connections; the machine does not trust it. */
  readonly tlsOpenedBy?: string;
  /** Whether its container runtime, or its kubelet, was stopped. */
  readonly runtimeStopped?: true;
  readonly kubeletStopped?: true;
  /** The disk of its images, and what else lies on it. */
  readonly imageDisk?: { readonly capacityBytes: number; readonly usedBytes: number };
  /** Image of its sandboxes, in containerd's configuration. */
  readonly sandboxImage?: string;
  /** The kubelet's --pod-infra-container-image. */
  readonly podInfraImage?: string;
}
