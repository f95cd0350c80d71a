/** A policy document of IAM. */
export interface PolicyDocument {
  readonly Version: string;
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Effect: 'Allow';
    readonly Action: readonly string[];
    readonly Resource: '*';
  }[];
}

/** A ClusterRole of rbac.authorization.k8s.io/v1. */
export interface ClusterRole {
  readonly apiVersion: string;
  readonly kind: 'ClusterRole';
  readonly metadata: { readonly name: string };
  readonly rules: readonly {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
  }[];
}

/** What the doctor calls in AWS. Asking who one is (sts:GetCallerIdentity) takes no permission. */
const actions = {
  RegistryAndRepositories: [
    'ecr:DescribePullThroughCacheRules',
    'ecr:DescribeRepositories',
    'ecr:DescribeRepositoryCreationTemplates',
    'ecr:GetLifecyclePolicy',
    'ecr:GetRegistryPolicy',
    'ecr:GetRepositoryPolicy',
    'ecr:ListTagsForResource',
    // ECR tries the credentials of a cache rule upstream; it changes nothing. Values of secrets are never read.
    'ecr:ValidatePullThroughCacheRule',
    'secretsmanager:DescribeSecret',
  ],
  // The manifest and the configuration say for which platforms an image is.
  Images: [
    'ecr:BatchCheckLayerAvailability',
    'ecr:BatchGetImage',
    'ecr:DescribeImages',
    'ecr:GetDownloadUrlForLayer',
    'ecr:ListImages',
  ],
  NodesAndRoles: [
    'ec2:DescribeInstances',
    'iam:GetInstanceProfile',
    'iam:GetOpenIDConnectProvider',
    'iam:GetPolicy',
    'iam:GetPolicyVersion',
    'iam:GetRole',
    'iam:GetRolePolicy',
    'iam:ListAttachedRolePolicies',
    'iam:ListInstanceProfiles',
    'iam:ListRolePolicies',
  ],
  // Of shared subnets, the account that owns the VPC is asked.
  Networks: [
    'ec2:DescribeDhcpOptions',
    'ec2:DescribeManagedPrefixLists',
    'ec2:DescribeNatGateways',
    'ec2:DescribeNetworkAcls',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeRouteTables',
    'ec2:DescribeSecurityGroups',
    'ec2:DescribeSubnets',
    'ec2:DescribeVpcAttribute',
    'ec2:DescribeVpcBlockPublicAccessExclusions',
    'ec2:DescribeVpcBlockPublicAccessOptions',
    'ec2:DescribeVpcEndpoints',
    'ec2:DescribeTransitGatewayAttachments',
    'ec2:DescribeTransitGatewayVpcAttachments',
    'ec2:DescribeVpcPeeringConnections',
    'ec2:DescribeVpcs',
    'ec2:SearchTransitGatewayRoutes',
    'ec2:GetManagedPrefixListEntries',
    'route53:GetHostedZone',
    'route53:ListHostedZonesByVPC',
    'route53:ListResourceRecordSets',
    'route53resolver:ListResolverRuleAssociations',
    'route53resolver:ListResolverRules',
  ],
  // The last four answer in the management account, or to a delegated administrator.
  Organization: [
    'organizations:DescribeOrganization',
    'organizations:DescribePolicy',
    'organizations:ListParents',
    'organizations:ListPoliciesForTarget',
    'organizations:ListRoots',
  ],
  // Who pulls on Fargate and hybrid nodes, whose role may be meant, and what service accounts give to clients inside the cluster.
  Clusters: [
    'eks:DescribeAccessEntry',
    'eks:DescribeCluster',
    'eks:DescribeFargateProfile',
    'eks:DescribeNodegroup',
    'eks:DescribePodIdentityAssociation',
    'eks:ListAccessEntries',
    'eks:ListClusters',
    'eks:ListPodIdentityAssociations',
  ],
  // Of pods that were refused as if by a quota.
  Quotas: ['cloudwatch:GetMetricData', 'servicequotas:GetServiceQuota'],
  // Who took an image away that is missing.
  Trail: ['cloudtrail:LookupEvents'],
  Keys: ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:ListGrants'],
} as const;

/** What it calls in Kubernetes, by group, resource and verbs. Secrets are pull secrets: nothing of them is printed. */
const rules = [
  ['', ['pods', 'events', 'nodes'], ['get', 'list']],
  ['', ['namespaces'], ['get']],
  ['', ['secrets', 'serviceaccounts', 'nodes/proxy'], ['get']],
  ['apps', ['deployments', 'statefulsets', 'daemonsets'], ['get']],
  ['apps', ['replicasets'], ['get', 'list']],
  ['batch', ['jobs'], ['get', 'list']],
  ['batch', ['cronjobs'], ['get']],
  // Of pods that were refused, or changed, before they were created.
  [
    'admissionregistration.k8s.io',
    ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
    ['list'],
  ],
] as const;

/**
 * The least that `hawser doctor` needs to see everything that it looks at: an IAM policy for each account with nodes or
 * repositories, and a ClusterRole. It only reads.
 */
export function doctorPermissions(): { readonly iam: PolicyDocument; readonly rbac: ClusterRole } {
  return {
    iam: {
      Version: '2012-10-17',
      Statement: Object.entries(actions).map(([Sid, Action]) => ({
        Sid,
        Effect: 'Allow',
        Action,
        Resource: '*',
      })),
    },
    rbac: {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'hawser-doctor' },
      rules: rules.map(([group, resources, verbs]) => ({ apiGroups: [group], resources, verbs })),
    },
  };
}
