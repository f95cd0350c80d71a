import type { Need } from './need.ts';

/** What proves a cause or rules it out, and what lets one see it. */
export const shows = {
  image: {
    fact: 'the image exactly as the pod names it',
    permission: "get pods in the pod's namespace",
  },
  pod: {
    fact: "the pod's specification and status",
    permission: "get pods in the pod's namespace",
  },
  workload: {
    fact: 'the workload that makes the pod',
    permission: "get deployments in the pod's namespace",
  },
  secret: {
    fact: 'the pull Secret: that it exists, its type, the hosts in it',
    permission: "get secrets in the pod's namespace",
  },
  serviceAccount: {
    fact: "the pod's service account and its annotations",
    permission: "get serviceaccounts in the pod's namespace",
  },
  webhooks: {
    fact: 'admission webhooks and their policies',
    permission: 'get validatingwebhookconfigurations and mutatingwebhookconfigurations',
  },
  controllerLog: {
    fact: 'what the policy controller said',
    permission: "get pods/log in the controller's namespace",
  },
  node: { fact: "the node's conditions and labels", permission: 'get nodes' },
  kubeletConfiguration: {
    fact: 'flags and configuration of the kubelet, with its credential provider',
    permission: 'get nodes/proxy (configz), or hawser collect --node on the node',
  },
  kubeletLog: {
    fact: 'what the kubelet and its credential provider said',
    permission: 'kubelet log on the node (journalctl -u kubelet)',
  },
  runtimeLog: {
    fact: 'what the container runtime said',
    permission: 'containerd log on the node (journalctl -u containerd)',
  },
  runtimeConfiguration: {
    fact: "the container runtime's configuration",
    permission: '/etc/containerd on the node (hawser collect --node)',
  },
  disk: {
    fact: "space and inodes of the node's image file system",
    permission: 'get nodes/proxy (stats/summary), or df on the node',
  },
  instance: {
    fact: 'the instance: its profile, metadata options and addresses',
    permission: 'ec2:DescribeInstances',
  },
  profile: {
    fact: 'the instance profile and the role in it',
    permission: 'iam:GetInstanceProfile',
  },
  role: { fact: 'the role with its trust policy and boundary', permission: 'iam:GetRole' },
  rolePolicies: {
    fact: 'the policies of the role that pulls',
    permission:
      'iam:ListAttachedRolePolicies, iam:ListRolePolicies, iam:GetRolePolicy, iam:GetPolicyVersion',
  },
  servicePolicies: {
    fact: 'service control policies over the account',
    permission: 'organizations:ListPoliciesForTarget, organizations:DescribePolicy',
  },
  resourcePolicies: {
    fact: "resource control policies over the registry's account",
    permission: 'organizations:ListPoliciesForTarget, organizations:DescribePolicy',
  },
  denial: { fact: "the refused call, with AWS's reason", permission: 'cloudtrail:LookupEvents' },
  repositoryPolicy: { fact: 'the policy of the repository', permission: 'ecr:GetRepositoryPolicy' },
  repositories: {
    fact: 'the repositories of the account in that Region',
    permission: 'ecr:DescribeRepositories',
  },
  images: { fact: 'the tags and digests in the repository', permission: 'ecr:DescribeImages' },
  lifecycle: {
    fact: "the repository's lifecycle policy and the images it expired",
    permission: 'ecr:GetLifecyclePolicy',
  },
  replication: {
    fact: 'replication rules, and how far the image has come',
    permission: 'ecr:DescribeRegistry, ecr:DescribeImageReplicationStatus',
  },
  manifest: {
    fact: "the image's manifest: platforms and media types",
    permission: 'ecr:BatchGetImage',
  },
  layers: {
    fact: 'the layers that the registry holds',
    permission: 'ecr:BatchCheckLayerAvailability',
  },
  key: {
    fact: "the repository's KMS key: state, policy, grants",
    permission: 'kms:DescribeKey, kms:GetKeyPolicy, kms:ListGrants',
  },
  cacheRules: {
    fact: "the registry's pull through cache rules",
    permission: 'ecr:DescribePullThroughCacheRules',
  },
  upstream: {
    fact: "whether the rule's upstream accepts its credentials",
    permission: 'ecr:ValidatePullThroughCacheRule',
  },
  upstreamSecret: {
    fact: "the secret with the upstream's credentials",
    permission: 'secretsmanager:DescribeSecret',
  },
  templates: {
    fact: 'the repository creation templates',
    permission: 'ecr:DescribeRepositoryCreationTemplates',
  },
  dns: {
    fact: 'DNS settings and DHCP options of the VPC',
    permission: 'ec2:DescribeVpcAttribute, ec2:DescribeDhcpOptions',
  },
  zones: {
    fact: 'private hosted zones that the VPC asks',
    permission: 'route53:ListHostedZonesByVPC',
  },
  resolution: {
    fact: 'what the host name resolves to on the node',
    permission: 'nslookup on the node (hawser collect --node)',
  },
  endpoints: {
    fact: 'the VPC endpoints: services, private DNS, subnets, state',
    permission: 'ec2:DescribeVpcEndpoints',
  },
  endpointPolicy: {
    fact: 'the policy of the VPC endpoint',
    permission: 'ec2:DescribeVpcEndpoints',
  },
  routes: { fact: "the route table of the node's subnet", permission: 'ec2:DescribeRouteTables' },
  gateways: {
    fact: 'the NAT gateways: state, address, errors',
    permission: 'ec2:DescribeNatGateways',
  },
  securityGroups: {
    fact: 'the security groups of node and endpoint',
    permission: 'ec2:DescribeSecurityGroups',
  },
  networkAcls: { fact: 'the network ACLs of the subnets', permission: 'ec2:DescribeNetworkAcls' },
  proxy: {
    fact: 'proxy settings of containerd and of the kubelet',
    permission: "systemd's environment on the node (hawser collect --node)",
  },
  path: {
    fact: 'whether the node reaches the host on port 443',
    permission: 'curl on the node (hawser collect --node)',
  },
  clock: {
    fact: "the node's clock",
    permission: 'chronyc tracking on the node (hawser collect --node)',
  },
  quotas: { fact: "use of ECR's quotas", permission: 'cloudwatch:GetMetricData on AWS/Usage' },
  buildLog: { fact: 'the log of the build that pushes', permission: 'the CI system' },
  federation: {
    fact: "the OIDC provider and the role's trust policy",
    permission: 'iam:GetOpenIDConnectProvider, iam:GetRole',
  },
} as const satisfies Readonly<Record<string, Need>>;
