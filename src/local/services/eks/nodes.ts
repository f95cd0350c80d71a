import { randomUUID } from 'node:crypto';
import type { Operation } from '../../core/service.ts';
import { eksArn } from '../../eks/clusters.ts';
import type { NodegroupRecord } from '../../state.ts';
import { findIn } from '../../vpc/lookups.ts';
import {
  deletePart,
  onCluster,
  type Paging,
  type Part,
  pageOf,
  partsOf,
  placeOf,
  putPart,
  requireCluster,
  requirePart,
} from './cluster-parts.ts';
import { eksErrors } from './errors.ts';
import type { Nodegroup, Outputs } from './outputs.generated.ts';

const nodegroups: Part<NodegroupRecord> = {
  collection: ({ nodegroups: all }) => all,
  arnType: 'nodegroup',
  missing: (name) => `No node group found for name: ${name}.`,
};

function renderNodegroup(group: NodegroupRecord, status = 'ACTIVE'): Nodegroup {
  return {
    nodegroupName: group.name,
    nodegroupArn: group.arn,
    clusterName: group.cluster,
    version: group.version,
    releaseVersion: group.releaseVersion,
    createdAt: new Date(group.createdAt),
    modifiedAt: new Date(group.createdAt),
    status,
    capacityType: group.capacityType,
    scalingConfig: {
      minSize: group.scaling.min,
      maxSize: group.scaling.max,
      desiredSize: group.scaling.desired,
    },
    instanceTypes: group.instanceTypes,
    subnets: group.subnets,
    amiType: group.amiType,
    nodeRole: group.nodeRole,
    labels: group.labels,
    resources: { autoScalingGroups: [{ name: `eks-${group.name}` }] },
    diskSize: group.diskSize,
    health: { issues: [] },
    updateConfig: { maxUnavailable: 1 },
    ...(group.launchTemplate === undefined ? {} : { launchTemplate: group.launchTemplate }),
    tags: group.tags,
  };
}

interface CreateNodegroup {
  readonly clusterName: string;
  readonly nodegroupName: string;
  readonly subnets: readonly string[];
  readonly nodeRole: string;
  readonly instanceTypes?: readonly string[];
  readonly amiType?: string;
  readonly capacityType?: string;
  readonly version?: string;
  readonly releaseVersion?: string;
  readonly diskSize?: number;
  readonly scalingConfig?: {
    readonly minSize?: number;
    readonly maxSize?: number;
    readonly desiredSize?: number;
  };
  readonly labels?: Readonly<Record<string, string>>;
  readonly launchTemplate?: NodegroupRecord['launchTemplate'];
  readonly tags?: Readonly<Record<string, string>>;
}

const createNodegroup = onCluster<CreateNodegroup, Outputs['CreateNodegroup']>(
  'CreateNodegroup',
  undefined,
  () => undefined,
  (input, call) => {
    const { clusterName: cluster, nodegroupName: name, subnets } = input;
    const place = placeOf(call);
    if (partsOf(nodegroups, call, cluster).some((group) => group.name === name)) {
      throw eksErrors.inUse(
        `NodeGroup already exists with name ${name} and cluster name ${cluster}`,
        { clusterName: cluster, nodegroupName: name },
      );
    }
    const missing = subnets.find(
      (id) => findIn(call.core.state.network.subnets, place, id) === undefined,
    );
    if (missing !== undefined) {
      throw eksErrors.invalidParameter(`The subnet ID '${missing}' does not exist`);
    }
    const { version } = requireCluster(call, cluster);
    const made = putPart<NodegroupRecord>(nodegroups, call, {
      ...place,
      cluster,
      name,
      arn: eksArn(place, `nodegroup/${cluster}/${name}/${randomUUID()}`),
      createdAt: call.now,
      nodeRole: input.nodeRole,
      subnets,
      instanceTypes: input.instanceTypes ?? ['t3.medium'],
      amiType: input.amiType ?? 'AL2023_x86_64_STANDARD',
      capacityType: input.capacityType ?? 'ON_DEMAND',
      version: input.version ?? version,
      releaseVersion: input.releaseVersion ?? `${version}.0-20260101`,
      diskSize: input.diskSize ?? 20,
      scaling: {
        min: input.scalingConfig?.minSize ?? 1,
        max: input.scalingConfig?.maxSize ?? 2,
        desired: input.scalingConfig?.desiredSize ?? 2,
      },
      labels: input.labels ?? {},
      ...(input.launchTemplate === undefined ? {} : { launchTemplate: input.launchTemplate }),
      tags: input.tags ?? {},
    });
    return { nodegroup: renderNodegroup(made, 'CREATING') };
  },
);

interface OneNodegroup {
  readonly clusterName: string;
  readonly nodegroupName: string;
}

const nameOfGroup = ({ nodegroupName }: OneNodegroup): string => nodegroupName;

const describeNodegroup = onCluster<OneNodegroup, Outputs['DescribeNodegroup']>(
  'DescribeNodegroup',
  nodegroups,
  nameOfGroup,
  ({ clusterName, nodegroupName }, call) => ({
    nodegroup: renderNodegroup(requirePart(nodegroups, call, clusterName, nodegroupName)),
  }),
);

const deleteNodegroup = onCluster<OneNodegroup, Outputs['DeleteNodegroup']>(
  'DeleteNodegroup',
  nodegroups,
  nameOfGroup,
  ({ clusterName, nodegroupName }, call) => ({
    nodegroup: renderNodegroup(
      deletePart(nodegroups, call, clusterName, nodegroupName),
      'DELETING',
    ),
  }),
);

interface ListOf extends Paging {
  readonly clusterName: string;
}

const listNodegroups = onCluster<ListOf, Outputs['ListNodegroups']>(
  'ListNodegroups',
  undefined,
  () => undefined,
  (input, call) => {
    const all = partsOf(nodegroups, call, input.clusterName);
    const { items, nextToken } = pageOf(all, input);
    return { nodegroups: items.map(({ name }) => name), nextToken };
  },
);

export const nodeOperations: Readonly<Record<string, Operation>> = {
  CreateNodegroup: createNodegroup,
  DescribeNodegroup: describeNodegroup,
  DeleteNodegroup: deleteNodegroup,
  ListNodegroups: listNodegroups,
};
