import { createHash } from 'node:crypto';
import type { Node } from '../k8s-api/types.ts';
import type { Platform } from '../oci/platform.ts';
import type { RuntimeImage } from './image-service.ts';

/** A machine of the emulated cluster. */
export interface Machine {
  /** Name of the node, such as `ip-10-0-1-12.eu-west-1.compute.internal`. */
  readonly name: string;
  readonly region: string;
  /** EC2 instance id, such as `i-0123456789abcdef0`. */
  readonly instanceId: string;
  readonly internalIP: string;
  readonly platform: Platform;
  /** Such as `v1.33.5-eks-113cf36`. */
  readonly kubeletVersion: string;
  /** Such as `containerd://2.1.4`. */
  readonly containerRuntimeVersion: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Its operating system, such as `Bottlerocket OS 1.49.0 (aws-k8s-1.34)`. */
  readonly system?: string;
}

/** The id of the machine in AWS, as the cloud provider writes it. */
export function providerId({ region, instanceId }: Machine): string {
  return `aws:///${region}a/${instanceId}`;
}

/** The Node that a kubelet on an EKS worker registers. */
export function nodeObject(machine: Machine, now: string, images: readonly RuntimeImage[]): Node {
  const { name, region, platform } = machine;
  const zone = `${region}a`;
  return {
    kind: 'Node',
    apiVersion: 'v1',
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': platform.os,
        'kubernetes.io/arch': platform.architecture,
        'topology.kubernetes.io/region': region,
        'topology.kubernetes.io/zone': zone,
        ...machine.labels,
      },
    },
    spec: { providerID: providerId(machine) },
    status: nodeStatus(machine, now, images),
  };
}

/** What is wrong with a node, as its kubelet reports it. */
export interface Trouble {
  /** Why it is not ready. */
  readonly notReady?: string | undefined;
  /** Whether less of its disk is left than it needs. */
  readonly diskPressure?: boolean;
}

const underPressure = 'kubelet has disk pressure';
const noPressure = 'kubelet has no disk pressure';

/** The part that heartbeats update. */
export function nodeStatus(
  machine: Machine,
  now: string,
  images: readonly RuntimeImage[],
  { notReady: why, diskPressure = false }: Trouble = {},
): NonNullable<Node['status']> {
  const { platform, kubeletVersion, containerRuntimeVersion } = machine;
  const capacity = { cpu: '4', memory: '16Gi', pods: '110', 'ephemeral-storage': '80Gi' };
  const id = createHash('sha256').update(machine.instanceId).digest('hex').slice(0, 32);
  return {
    capacity,
    allocatable: capacity,
    addresses: [
      { type: 'InternalIP', address: machine.internalIP },
      { type: 'InternalDNS', address: machine.name },
      { type: 'Hostname', address: machine.name },
    ],
    conditions: [
      condition(
        'MemoryPressure',
        'False',
        'KubeletHasSufficientMemory',
        'kubelet has sufficient memory available',
        now,
      ),
      diskPressure
        ? condition('DiskPressure', 'True', 'KubeletHasDiskPressure', underPressure, now)
        : condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', noPressure, now),
      condition(
        'PIDPressure',
        'False',
        'KubeletHasSufficientPID',
        'kubelet has sufficient PID available',
        now,
      ),
      why === undefined
        ? condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status', now)
        : condition('Ready', 'False', 'KubeletNotReady', why, now),
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    images: images.map(({ repoDigests, repoTags, size }) => ({
      names: [...repoDigests, ...repoTags],
      sizeBytes: size,
    })),
    nodeInfo: {
      architecture: platform.architecture,
      operatingSystem: platform.os,
      kubeletVersion,
      containerRuntimeVersion,
      osImage: machine.system ?? 'Amazon Linux 2023 (emulated by Hawser)',
      kernelVersion: '6.12.0-hawser',
      machineID: id,
      systemUUID: id,
      bootID: id,
      kubeProxyVersion: kubeletVersion,
    },
  };
}

function condition(
  type: string,
  status: 'True' | 'False',
  reason: string,
  message: string,
  now: string,
): NonNullable<NonNullable<Node['status']>['conditions']>[number] {
  return { type, status, reason, message, lastHeartbeatTime: now, lastTransitionTime: now };
}
