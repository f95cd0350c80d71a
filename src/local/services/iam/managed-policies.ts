import {
  eksClusterActions,
  readOnlyActions,
  ssmInstanceActions,
} from './managed-policy-actions.ts';

/** An AWS managed policy in the emulator. */
export interface ManagedPolicy {
  readonly name: string;
  readonly arn: string;
  readonly path: string;
  readonly version: string;
  readonly createdAt: number;
  readonly document: string;
}

const tokenAndPull = [
  'ecr:GetAuthorizationToken',
  'ecr:BatchGetImage',
  'ecr:GetDownloadUrlForLayer',
];
const read = [
  'ecr:GetAuthorizationToken',
  'ecr:BatchCheckLayerAvailability',
  'ecr:GetDownloadUrlForLayer',
  'ecr:GetRepositoryPolicy',
  'ecr:DescribeRepositories',
  'ecr:ListImages',
  'ecr:DescribeImages',
  'ecr:BatchGetImage',
  'ecr:GetLifecyclePolicy',
  'ecr:GetLifecyclePolicyPreview',
  'ecr:ListTagsForResource',
  'ecr:DescribeImageScanFindings',
];
const upload = [
  'ecr:InitiateLayerUpload',
  'ecr:UploadLayerPart',
  'ecr:CompleteLayerUpload',
  'ecr:PutImage',
];
const ec2Read = [
  'Instances',
  'InstanceTypes',
  'RouteTables',
  'SecurityGroups',
  'Subnets',
  'Volumes',
  'VolumesModifications',
  'Vpcs',
].map((what) => `ec2:Describe${what}`);
const networkInterfaces = [
  'AssignPrivateIpAddresses',
  'AttachNetworkInterface',
  'CreateNetworkInterface',
  'DeleteNetworkInterface',
  'DescribeInstances',
  'DescribeTags',
  'DescribeNetworkInterfaces',
  'DescribeInstanceTypes',
  'DescribeSubnets',
  'DescribeSecurityGroups',
  'DetachNetworkInterface',
  'ModifyNetworkInterfaceAttribute',
  'UnassignPrivateIpAddresses',
].map((what) => `ec2:${what}`);

const resourceController = [
  'CreateNetworkInterface',
  'DetachNetworkInterface',
  'ModifyNetworkInterfaceAttribute',
  'DeleteNetworkInterface',
  'AttachNetworkInterface',
  'UnassignPrivateIpAddresses',
  'AssignPrivateIpAddresses',
].map((what) => `ec2:${what}`);

interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource: string;
  readonly Condition?: object;
}

const allow = (Action: string | readonly string[], Resource = '*'): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
});

/**
 * The AWS managed policies that are relevant for ECR and EKS, with their version in March 2026. Source: AWS
 * Managed Policy Reference.
 */
const policies: readonly [string, string, string, readonly Statement[]][] = [
  ['AdministratorAccess', 'v1', '2015-02-06', [allow('*')]],
  [
    'AmazonEC2ContainerRegistryPullOnly',
    'v1',
    '2024-10-04',
    [allow([...tokenAndPull, 'ecr:BatchImportUpstreamImage'])],
  ],
  ['AmazonEC2ContainerRegistryReadOnly', 'v3', '2015-12-21', [allow(read)]],
  ['AmazonEC2ContainerRegistryPowerUser', 'v3', '2015-12-21', [allow([...read, ...upload])]],
  [
    'AmazonEC2ContainerRegistryFullAccess',
    'v3',
    '2015-12-21',
    [
      allow(['ecr:*', 'cloudtrail:LookupEvents']),
      {
        ...allow(['iam:CreateServiceLinkedRole']),
        Condition: {
          StringEquals: { 'iam:AWSServiceName': ['replication.ecr.amazonaws.com'] },
        },
      },
    ],
  ],
  [
    'AmazonEKSWorkerNodePolicy',
    'v3',
    '2018-05-27',
    [
      {
        Sid: 'WorkerNodePermissions',
        ...allow([...ec2Read, 'eks:DescribeCluster', 'eks-auth:AssumeRoleForPodIdentity']),
      },
    ],
  ],
  [
    'AmazonEKSWorkerNodeMinimalPolicy',
    'v1',
    '2024-10-02',
    [allow(['eks-auth:AssumeRoleForPodIdentity'])],
  ],
  [
    'AmazonEKS_CNI_Policy',
    'v6',
    '2018-05-27',
    [
      { Sid: 'AmazonEKSCNIPolicy', ...allow(networkInterfaces) },
      {
        Sid: 'AmazonEKSCNIPolicyENITag',
        ...allow(['ec2:CreateTags'], 'arn:aws:ec2:*:*:network-interface/*'),
      },
    ],
  ],
  [
    'AmazonEKSFargatePodExecutionRolePolicy',
    'v1',
    '2019-11-22',
    [allow([...tokenAndPull, 'ecr:BatchCheckLayerAvailability'])],
  ],
  [
    'AmazonElasticContainerRegistryPublicReadOnly',
    'v1',
    '2020-12-01',
    [
      allow([
        'ecr-public:GetAuthorizationToken',
        'sts:GetServiceBearerToken',
        'ecr-public:BatchCheckLayerAvailability',
        'ecr-public:GetRepositoryPolicy',
        'ecr-public:DescribeRepositories',
        'ecr-public:DescribeRegistries',
        'ecr-public:DescribeImages',
        'ecr-public:DescribeImageTags',
        'ecr-public:GetRepositoryCatalogData',
        'ecr-public:GetRegistryCatalogData',
      ]),
    ],
  ],
  [
    'AmazonEKSClusterPolicy',
    'v8',
    '2018-05-27',
    [
      { Sid: 'AmazonEKSClusterPolicy', ...allow(eksClusterActions) },
      {
        Sid: 'AmazonEKSClusterPolicySLRCreate',
        ...allow('iam:CreateServiceLinkedRole'),
        Condition: {
          StringEquals: { 'iam:AWSServiceName': 'elasticloadbalancing.amazonaws.com' },
        },
      },
      {
        Sid: 'AmazonEKSClusterPolicyENIDelete',
        ...allow('ec2:DeleteNetworkInterface'),
        Condition: { StringEquals: { 'ec2:ResourceTag/eks:eni:owner': 'amazon-vpc-cni' } },
      },
    ],
  ],
  [
    'AmazonEKSVPCResourceController',
    'v1',
    '2020-08-12',
    [
      {
        ...allow('ec2:CreateNetworkInterfacePermission'),
        Condition: {
          'ForAnyValue:StringEquals': {
            'ec2:ResourceTag/eks:eni:owner': 'eks-vpc-resource-controller',
          },
        },
      },
      allow(resourceController),
    ],
  ],
  [
    'AmazonSSMManagedInstanceCore',
    'v2',
    '2019-03-15',
    ssmInstanceActions.map((actions) => allow(actions)),
  ],
  ['ReadOnlyAccess', 'v178', '2015-02-06', [allow(readOnlyActions)]],
  ['IAMFullAccess', 'v2', '2015-02-06', [allow(['iam:*', 'organizations:DescribeAccount'])]],
];

export const managedPolicies: ReadonlyMap<string, ManagedPolicy> = new Map(
  policies.map(([name, version, created, Statement]) => {
    const arn = `arn:aws:iam::aws:policy/${name}`;
    const document = JSON.stringify({ Version: '2012-10-17', Statement });
    return [arn, { name, arn, path: '/', version, createdAt: Date.parse(created), document }];
  }),
);
