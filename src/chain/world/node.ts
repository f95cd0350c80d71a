import type { Platform } from '../../oci/platform.ts';
import { type Fact, unseen } from '../fact.ts';
import type { NodeReport } from './node-report.ts';
import type { Place } from './place.ts';

/** A condition of a node that is not as on one that is well. */
export interface NodeCondition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

/** The disk of a node's images, in bytes. */
export interface ImageDiskFacts {
  readonly capacityBytes: number;
  readonly availableBytes: number;
}

export interface NodeFacts {
  readonly name: string;
  /** Whose machine it is, where the node says so (label `hawser.dev/account`); EKS nodes don't. */
  readonly accountId?: string;
  /** Such as `aws:///us-east-1a/i-0abc…`. */
  readonly providerId: string;
  readonly platform: Platform;
  readonly ready: boolean;
  /** Whether the kubelet runs a credential provider, and how often its plugins failed. */
  readonly credentialProvider: Fact<{ readonly configured: boolean; readonly failures: number }>;
  /** Its operating system, such as `Bottlerocket OS 1.49.0 (aws-k8s-1.34)`. */
  readonly system?: string;
  /** Label `eks.amazonaws.com/compute-type`: `auto`, `fargate` or `hybrid`; left out on nodes of EC2 of one's own. */
  readonly computeType?: string;
  /** Managed node group that it is of (label `eks.amazonaws.com/nodegroup`). */
  readonly nodeGroup?: string;
  /** ARN of the role that hybrid nodes of the cluster join and pull with; left out on others. */
  readonly hybridRole?: Fact<string>;
  /** Names of the images that lie on the node. */
  readonly images: readonly string[];
  /** Left out where all are as on a node that is well. */
  readonly conditions?: readonly NodeCondition[];
  /** Settings of its kubelet (configz); left out where no pull waits for what they set. */
  readonly settings?: Fact<Readonly<Record<string, string>>>;
  /** Left out where no pull failed for want of space. */
  readonly imageDisk?: Fact<ImageDiskFacts>;
  /** What the node found itself, where somebody had it look (`hawser collect --node`). */
  readonly report?: NodeReport;
}

/** The role of a hybrid node; undefined for a machine of EC2. */
export function hybridRoleOf({
  name,
  providerId,
  hybridRole,
}: Pick<NodeFacts, 'name' | 'providerId' | 'hybridRole'>): Fact<string> | undefined {
  if (!/^eks-hybrid:/.test(providerId)) return undefined;
  return (
    hybridRole ??
    unseen(
      `the role of hybrid node ${name}`,
      'eks:ListAccessEntries and eks:DescribeAccessEntry, or the node itself; name the role with --as',
    )
  );
}

export function nodeAt(name: string): Place<'nodes'> {
  return { kind: 'nodes', key: name, fact: `node ${name}`, permission: 'get nodes' };
}
