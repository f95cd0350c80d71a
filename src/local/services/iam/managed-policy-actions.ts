// Action lists of AWS managed policies that are too long for the main table. Source: AWS Managed Policy
// Reference.

const of = (service: string, actions: readonly string[]): string[] =>
  actions.map((action) => `${service}:${action}`);

/** AmazonEKSClusterPolicy v8: what it allows without a condition. */
export const eksClusterActions: readonly string[] = [
  ...of('autoscaling', ['DescribeAutoScalingGroups', 'UpdateAutoScalingGroup']),
  ...of('ec2', [
    ...['AttachVolume', 'AuthorizeSecurityGroupIngress', 'CreateRoute', 'CreateSecurityGroup'],
    ...['CreateTags', 'CreateVolume', 'DeleteRoute', 'DeleteSecurityGroup', 'DeleteVolume'],
    ...['DescribeInstances', 'DescribeRouteTables', 'DescribeSecurityGroups', 'DescribeSubnets'],
    ...['DescribeVolumes', 'DescribeVolumesModifications', 'DescribeVpcs', 'DescribeDhcpOptions'],
    ...['DescribeNetworkInterfaces', 'DescribeAvailabilityZones', 'DetachVolume'],
    ...['ModifyInstanceAttribute', 'ModifyVolume', 'RevokeSecurityGroupIngress'],
    ...['DescribeAccountAttributes', 'DescribeAddresses', 'DescribeInternetGateways'],
    'DescribeInstanceTopology',
  ]),
  ...of('elasticloadbalancing', [
    ...['AddTags', 'ApplySecurityGroupsToLoadBalancer', 'AttachLoadBalancerToSubnets'],
    ...['ConfigureHealthCheck', 'CreateListener', 'CreateLoadBalancer'],
    ...['CreateLoadBalancerListeners', 'CreateLoadBalancerPolicy', 'CreateTargetGroup'],
    ...['DeleteListener', 'DeleteLoadBalancer', 'DeleteLoadBalancerListeners'],
    ...['DeleteTargetGroup', 'DeregisterInstancesFromLoadBalancer', 'DeregisterTargets'],
    ...['DescribeListeners', 'DescribeLoadBalancerAttributes', 'DescribeLoadBalancerPolicies'],
    ...['DescribeLoadBalancers', 'DescribeTargetGroupAttributes', 'DescribeTargetGroups'],
    ...['DescribeTargetHealth', 'DetachLoadBalancerFromSubnets', 'ModifyListener'],
    ...['ModifyLoadBalancerAttributes', 'ModifyTargetGroup', 'ModifyTargetGroupAttributes'],
    ...['RegisterInstancesWithLoadBalancer', 'RegisterTargets'],
    ...['SetLoadBalancerPoliciesForBackendServer', 'SetLoadBalancerPoliciesOfListener'],
  ]),
  'kms:DescribeKey',
];

/** AmazonSSMManagedInstanceCore v2, statement by statement. */
export const ssmInstanceActions: readonly (readonly string[])[] = [
  of('ssm', [
    ...['DescribeAssociation', 'GetDeployablePatchSnapshotForInstance', 'GetDocument'],
    ...['DescribeDocument', 'GetManifest', 'GetParameter', 'GetParameters', 'ListAssociations'],
    ...['ListInstanceAssociations', 'PutInventory', 'PutComplianceItems'],
    ...['PutConfigurePackageResult', 'UpdateAssociationStatus', 'UpdateInstanceAssociationStatus'],
    'UpdateInstanceInformation',
  ]),
  of('ssmmessages', [
    ...['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'],
  ]),
  of('ec2messages', [
    ...['AcknowledgeMessage', 'DeleteMessage', 'FailMessage', 'GetEndpoint', 'GetMessages'],
    'SendReply',
  ]),
];

/**
 * From ReadOnlyAccess v178, which has several thousand patterns: those of the services that the local AWS has,
 * and of others that a cluster uses.
 */
export const readOnlyActions: readonly string[] = [
  ...of('cloudtrail', ['Describe*', 'Get*', 'List*', 'LookupEvents']),
  ...of('cloudwatch', ['Describe*', 'Get*', 'List*']),
  ...of('ec2', ['Describe*', 'Get*', 'List*', 'SearchLocalGatewayRoutes']),
  'ec2:SearchTransitGatewayRoutes',
  ...of('ecr', ['BatchCheck*', 'BatchGet*', 'Describe*', 'Get*', 'List*']),
  ...of('eks', ['Describe*', 'List*']),
  ...of('elasticloadbalancing', ['Describe*']),
  ...of('events', ['Describe*', 'List*', 'Test*']),
  ...of('iam', ['Generate*', 'Get*', 'List*', 'Simulate*']),
  ...of('kms', ['Describe*', 'Get*', 'List*']),
  ...of('logs', ['Describe*', 'FilterLogEvents', 'Get*', 'ListTagsLogGroup', 'TestMetricFilter']),
  ...of('s3', ['DescribeJob', 'Get*', 'List*']),
  ...of('secretsmanager', ['Describe*', 'GetResourcePolicy', 'List*']),
  ...of('sts', ['GetAccessKeyInfo', 'GetCallerIdentity', 'GetSessionToken']),
];
