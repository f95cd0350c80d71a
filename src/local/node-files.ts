import type { InstanceRecord } from './state.ts';

/** Where the files of a node lie that decide about its pulls, as on an AMI of EKS (amazon-eks-ami, nodeadm). */
export const paths = {
  providerFolder: '/etc/eks/image-credential-provider',
  providerConfig: '/etc/eks/image-credential-provider/config.json',
  provider: '/etc/eks/image-credential-provider/ecr-credential-provider',
  kubeletConfig: '/etc/kubernetes/kubelet/config.json',
  containerdConfig: '/etc/containerd/config.toml',
  registries: '/etc/containerd/certs.d',
} as const;

/** Process ids of the two programs in the node's /proc. */
const processes = { kubelet: 101, containerd: 102 } as const;

/**
 * The configuration as EKS nodes have it: every form of a private registry's host; tokens cached as long as the
 * provider says, twelve hours at most (amazon-eks-ami, nodeadm).
 */
export const providerConfig = `apiVersion: kubelet.config.k8s.io/v1
kind: CredentialProviderConfig
providers:
  - name: ecr-credential-provider
    matchImages:
      - "*.dkr.ecr.*.amazonaws.com"
      - "*.dkr-ecr.*.on.aws"
      - "*.dkr.ecr.*.amazonaws.com.cn"
      - "*.dkr-ecr.*.on.amazonwebservices.com.cn"
      - "*.dkr.ecr-fips.*.amazonaws.com"
      - "*.dkr-ecr-fips.*.on.aws"
      - "*.dkr.ecr.*.amazonaws.eu"
      - "*.dkr.ecr.*.c2s.ic.gov"
      - "*.dkr.ecr.*.sc2s.sgov.gov"
      - "*.dkr.ecr.*.cloud.adc-e.uk"
      - "*.dkr.ecr.*.csp.hci.ic.gov"
      - "*.dkr.ecr.*.localhost"
    defaultCacheDuration: "12h"
    apiVersion: credentialprovider.kubelet.k8s.io/v1
`;

/** The kubelet's defaults, which EKS nodes use too; pulls run in parallel there. */
export const kubeletSettings = {
  registryPullQPS: 5,
  registryBurst: 10,
  serializeImagePulls: false,
  imagePullCredentialsVerificationPolicy: 'NeverVerifyPreloadedImages',
} as const;

/** The sandbox image of EKS's AMIs, which comes with them. */
export const sandboxImage = 'localhost/kubernetes/pause';

/** containerd's configuration, in the form that its version writes. */
export function containerdConfig(version: string, sandbox = sandboxImage): string {
  if (/^[2-9]\./.test(version)) {
    return `version = 3

[plugins."io.containerd.cri.v1.images".registry]
config_path = "${paths.registries}"

[plugins."io.containerd.cri.v1.images".pinned_images]
sandbox = "${sandbox}"
`;
  }
  return `version = 2

[plugins."io.containerd.grpc.v1.cri"]
sandbox_image = "${sandbox}"

[plugins."io.containerd.grpc.v1.cri".registry]
config_path = "${paths.registries}"
`;
}

/** The files of a new node, by path, but for the provider's program. */
export function filesOf(
  { nodeName, credentialProvider, setup = {} }: InstanceRecord,
  containerdVersion: string,
): Record<string, string> {
  const flags = [
    '/usr/bin/kubelet',
    `--config=${paths.kubeletConfig}`,
    `--hostname-override=${nodeName}`,
    ...(setup.podInfraImage === undefined
      ? []
      : [`--pod-infra-container-image=${setup.podInfraImage}`]),
    ...(credentialProvider
      ? [
          `--image-credential-provider-config=${paths.providerConfig}`,
          `--image-credential-provider-bin-dir=${paths.providerFolder}`,
        ]
      : []),
  ];
  return {
    '/etc/hostname': `${nodeName}\n`,
    '/etc/resolv.conf': 'nameserver 10.0.0.2\nsearch ec2.internal\n',
    [paths.providerConfig]: providerConfig,
    [paths.kubeletConfig]: `${JSON.stringify(
      {
        kind: 'KubeletConfiguration',
        apiVersion: 'kubelet.config.k8s.io/v1beta1',
        ...kubeletSettings,
      },
      undefined,
      2,
    )}\n`,
    [paths.containerdConfig]: containerdConfig(containerdVersion, setup.sandboxImage),
    [`/proc/${processes.kubelet}/cmdline`]: `${flags.join('\0')}\0`,
    [`/proc/${processes.kubelet}/environ`]: environ(setup.kubeletEnvironment),
    [`/proc/${processes.containerd}/cmdline`]: `/usr/bin/containerd\0--config=${paths.containerdConfig}\0`,
    [`/proc/${processes.containerd}/environ`]: environ(setup.runtimeEnvironment),
  };
}

function environ(more: Readonly<Record<string, string>> = {}): string {
  const all = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin', ...more };
  return Object.entries(all)
    .map(([name, value]) => `${name}=${value}\0`)
    .join('');
}
