import { randomBytes } from 'node:crypto';
import { type Operation, operation } from '../../core/service.ts';
import { clusterKey, defaultVersion, eksArn, partKey } from '../../eks/clusters.ts';
import type { EksClusterRecord } from '../../state.ts';
import { findIn } from '../../vpc/lookups.ts';
import { type Paging, pageOf, placeOf, requireCluster } from './cluster-parts.ts';
import { eksErrors } from './errors.ts';
import type { Cluster, Outputs } from './outputs.generated.ts';

function render(cluster: EksClusterRecord, status = 'ACTIVE'): Cluster {
  const { compute } = cluster;
  return {
    name: cluster.name,
    arn: cluster.arn,
    createdAt: new Date(cluster.createdAt),
    version: cluster.version,
    endpoint: cluster.endpoint,
    roleArn: cluster.roleArn,
    resourcesVpcConfig: {
      subnetIds: cluster.subnetIds,
      securityGroupIds: cluster.securityGroupIds,
      clusterSecurityGroupId: cluster.clusterSecurityGroupId,
      vpcId: cluster.vpcId,
      endpointPublicAccess: cluster.endpointPublicAccess,
      endpointPrivateAccess: cluster.endpointPrivateAccess,
      publicAccessCidrs: cluster.publicAccessCidrs,
    },
    kubernetesNetworkConfig: {
      serviceIpv4Cidr: cluster.serviceIpv4Cidr,
      ipFamily: cluster.ipFamily,
    },
    identity: { oidc: { issuer: cluster.issuer } },
    status,
    platformVersion: 'eks.1',
    accessConfig: { authenticationMode: cluster.authenticationMode },
    ...(compute === undefined
      ? {}
      : {
          computeConfig: {
            enabled: compute.enabled,
            nodePools: compute.nodePools,
            nodeRoleArn: compute.nodeRoleArn,
          },
        }),
    ...(cluster.secretsKeyArn === undefined
      ? {}
      : {
          encryptionConfig: [
            { resources: ['secrets'], provider: { keyArn: cluster.secretsKeyArn } },
          ],
        }),
    ...(cluster.remoteNodeCidrs.length === 0
      ? {}
      : { remoteNetworkConfig: { remoteNodeNetworks: [{ cidrs: cluster.remoteNodeCidrs }] } }),
    tags: cluster.tags,
    health: { issues: [] },
  };
}

interface CreateCluster {
  readonly name: string;
  readonly version?: string;
  readonly roleArn: string;
  readonly resourcesVpcConfig: {
    readonly subnetIds?: readonly string[];
    readonly securityGroupIds?: readonly string[];
    readonly endpointPublicAccess?: boolean;
    readonly endpointPrivateAccess?: boolean;
    readonly publicAccessCidrs?: readonly string[];
  };
  readonly kubernetesNetworkConfig?: {
    readonly serviceIpv4Cidr?: string;
    readonly ipFamily?: string;
  };
  readonly accessConfig?: { readonly authenticationMode?: string };
  readonly computeConfig?: {
    readonly enabled?: boolean;
    readonly nodePools?: readonly string[];
    readonly nodeRoleArn?: string;
  };
  readonly encryptionConfig?: readonly { readonly provider?: { readonly keyArn?: string } }[];
  readonly remoteNetworkConfig?: {
    readonly remoteNodeNetworks?: readonly { readonly cidrs?: readonly string[] }[];
  };
  readonly tags?: Readonly<Record<string, string>>;
}

const create = operation<CreateCluster, Outputs['CreateCluster']>({
  permissions: ({ name }, call) => [
    {
      action: 'eks:CreateCluster',
      resource: eksArn(placeOf(call), `cluster/${name}`),
      accountId: call.caller.accountId,
    },
  ],
  run(input, call) {
    const place = placeOf(call);
    const { state } = call.core;
    const key = clusterKey({ ...place, name: input.name });
    if (state.eksClusters.get(key) !== undefined) {
      throw eksErrors.inUse(`Cluster already exists with name: ${input.name}`, {
        clusterName: input.name,
      });
    }
    const { subnetIds = [], ...access } = input.resourcesVpcConfig;
    const subnets = subnetIds.map((id) => findIn(state.network.subnets, place, id));
    const missing = subnetIds[subnets.indexOf(undefined)];
    if (missing !== undefined) {
      throw eksErrors.invalidParameter(`The subnet ID '${missing}' does not exist`);
    }
    const zones = new Set(subnets.map((subnet) => subnet?.zone));
    if (zones.size < 2) {
      throw eksErrors.invalidParameter('Subnets specified must be in at least two different AZs');
    }
    const id = randomBytes(16).toString('hex').toUpperCase();
    const { computeConfig, encryptionConfig } = input;
    const secretsKeyArn = encryptionConfig?.[0]?.provider?.keyArn;
    const made: EksClusterRecord = {
      ...place,
      name: input.name,
      arn: eksArn(place, `cluster/${input.name}`),
      version: input.version ?? defaultVersion,
      roleArn: input.roleArn,
      endpoint: `https://${id}.gr7.${place.region}.eks.amazonaws.com`,
      issuer: `https://oidc.eks.${place.region}.amazonaws.com/id/${id}`,
      vpcId: subnets[0]?.vpcId ?? '',
      subnetIds,
      securityGroupIds: access.securityGroupIds ?? [],
      clusterSecurityGroupId: access.securityGroupIds?.[0] ?? '',
      endpointPublicAccess: access.endpointPublicAccess ?? true,
      endpointPrivateAccess: access.endpointPrivateAccess ?? false,
      publicAccessCidrs: access.publicAccessCidrs ?? ['0.0.0.0/0'],
      serviceIpv4Cidr: input.kubernetesNetworkConfig?.serviceIpv4Cidr ?? '10.100.0.0/16',
      ipFamily: input.kubernetesNetworkConfig?.ipFamily ?? 'ipv4',
      authenticationMode: input.accessConfig?.authenticationMode ?? 'CONFIG_MAP',
      ...(computeConfig === undefined
        ? {}
        : {
            compute: {
              enabled: computeConfig.enabled ?? false,
              nodePools: computeConfig.nodePools ?? [],
              ...(computeConfig.nodeRoleArn === undefined
                ? {}
                : { nodeRoleArn: computeConfig.nodeRoleArn }),
            },
          }),
      ...(secretsKeyArn === undefined ? {} : { secretsKeyArn }),
      remoteNodeCidrs: (input.remoteNetworkConfig?.remoteNodeNetworks ?? []).flatMap(
        ({ cidrs = [] }) => cidrs,
      ),
      tags: input.tags ?? {},
      createdAt: call.now,
    };
    state.eksClusters.put(key, made);
    return { cluster: render(made, 'CREATING') };
  },
});

interface OneCluster {
  readonly name: string;
}

function onOne(name: string) {
  return (input: OneCluster, call: Parameters<typeof placeOf>[0]) => [
    {
      action: `eks:${name}`,
      resource: eksArn(placeOf(call), `cluster/${input.name}`),
      accountId: call.caller.accountId,
    },
  ];
}

const describe = operation<OneCluster, Outputs['DescribeCluster']>({
  permissions: onOne('DescribeCluster'),
  run: ({ name }, call) => ({ cluster: render(requireCluster(call, name)) }),
});

const list = operation<Paging, Outputs['ListClusters']>({
  permissions: (_input, { caller }) => [
    { action: 'eks:ListClusters', resource: '*', accountId: caller.accountId },
  ],
  run(input, call) {
    const all = call.core.state.eksClusters
      .list({ prefix: clusterKey({ ...placeOf(call), name: '' }) })
      .map(({ document }) => document.name);
    const { items, nextToken } = pageOf(all, input);
    return { clusters: items, nextToken };
  },
});

/** A cluster with nodegroups or Fargate profiles stays; what else belongs to it goes with it. */
const remove = operation<OneCluster, Outputs['DeleteCluster']>({
  permissions: onOne('DeleteCluster'),
  run({ name }, call) {
    const cluster = requireCluster(call, name);
    const { state } = call.core;
    const prefix = partKey({ ...placeOf(call), cluster: name, name: '' });
    if (state.nodegroups.count(prefix) > 0) {
      throw eksErrors.inUse('Cluster has nodegroups attached', { clusterName: name });
    }
    if (state.fargateProfiles.count(prefix) > 0) {
      throw eksErrors.inUse('Cluster has fargate profiles attached', { clusterName: name });
    }
    for (const parts of [state.podIdentityAssociations, state.addons, state.accessEntries]) {
      for (const { key } of parts.list({ prefix })) parts.delete(key);
    }
    state.eksClusters.delete(clusterKey(cluster));
    return { cluster: render(cluster, 'DELETING') };
  },
});

export const clusterOperations: Readonly<Record<string, Operation>> = {
  CreateCluster: create,
  DescribeCluster: describe,
  ListClusters: list,
  DeleteCluster: remove,
};
