/** A service's role in an account, and the AWS managed policy with its permissions. */
interface LinkedRoleName {
  /** The principal that the role trusts. */
  readonly service: string;
  readonly name: string;
  /** Name of the policy. */
  readonly policy: string;
  /** Whether an account may have several, each with its own suffix. */
  readonly hasSuffix: boolean;
}

/** The services whose roles may have a suffix. */
const withSuffix = new Set(['autoscaling', 'connect', 'lexv2']);

/**
 * Service without `.amazonaws.com`, role name without `AWSServiceRoleFor`, policy name.
 * Source: answers of AWS recorded by public test suites, February 2026.
 */
const rows: readonly (readonly [service: string, role: string, policy: string])[] = [
  [
    'accountdiscovery.ssm',
    'AmazonSSM_AccountDiscovery',
    'AWSSystemsManagerAccountDiscoveryServicePolicy',
  ],
  ['acm', 'CertificateManager', 'CertificateManagerServiceRolePolicy'],
  ['appmesh', 'AppMesh', 'AWSAppMeshServiceRolePolicy'],
  ['autoscaling', 'AutoScaling', 'AutoScalingServiceRolePolicy'],
  [
    'autoscaling-plans',
    'AutoScalingPlans_EC2AutoScaling',
    'AWSAutoScalingPlansEC2AutoScalingPolicy',
  ],
  ['backup', 'Backup', 'AWSBackupServiceLinkedRolePolicyForBackup'],
  ['batch', 'Batch', 'BatchServiceRolePolicy'],
  [
    'cassandra.application-autoscaling',
    'ApplicationAutoScaling_CassandraTable',
    'AWSApplicationAutoscalingCassandraTablePolicy',
  ],
  [
    'cks.kms',
    'KeyManagementServiceCustomKeyStores',
    'AWSKeyManagementServiceCustomKeyStoresServiceRolePolicy',
  ],
  ['cloudtrail', 'CloudTrail', 'CloudTrailServiceRolePolicy'],
  ['codestar-notifications', 'CodeStarNotifications', 'AWSCodeStarNotificationsServiceRolePolicy'],
  ['config', 'Config', 'AWSConfigServiceRolePolicy'],
  ['connect', 'AmazonConnect', 'AmazonConnectServiceLinkedRolePolicy'],
  ['dms', 'DMSServerless', 'AWSDMSServerlessServiceRolePolicy'],
  ['dms-fleet-advisor', 'DMSFleetAdvisor', 'AWSDMSFleetAdvisorServiceRolePolicy'],
  ['docdb-elastic', 'DocDB-Elastic', 'AmazonDocDB-ElasticServiceRolePolicy'],
  ['ec2-instance-connect', 'Ec2InstanceConnect', 'Ec2InstanceConnectEndpoint'],
  [
    'ec2.application-autoscaling',
    'ApplicationAutoScaling_EC2SpotFleetRequest',
    'AWSApplicationAutoscalingEC2SpotFleetRequestPolicy',
  ],
  ['ecr', 'ECRTemplate', 'ECRTemplateServiceRolePolicy'],
  ['ecs', 'ECS', 'AmazonECSServiceRolePolicy'],
  ['eks', 'AmazonEKS', 'AmazonEKSServiceRolePolicy'],
  ['eks-connector', 'AmazonEKSConnector', 'AmazonEKSConnectorServiceRolePolicy'],
  ['eks-fargate', 'AmazonEKSForFargate', 'AmazonEKSForFargateServiceRolePolicy'],
  ['eks-nodegroup', 'AmazonEKSNodegroup', 'AWSServiceRoleForAmazonEKSNodegroup'],
  ['elasticache', 'ElastiCache', 'ElastiCacheServiceRolePolicy'],
  ['elasticbeanstalk', 'ElasticBeanstalk', 'AWSElasticBeanstalkServiceRolePolicy'],
  ['elasticfilesystem', 'AmazonElasticFileSystem', 'AmazonElasticFileSystemServiceRolePolicy'],
  ['elasticloadbalancing', 'ElasticLoadBalancing', 'AWSElasticLoadBalancingServiceRolePolicy'],
  ['email.cognito-idp', 'AmazonCognitoIdpEmailService', 'AmazonCognitoIdpEmailServiceRolePolicy'],
  ['emr-containers', 'AmazonEMRContainers', 'AmazonEMRContainersServiceRolePolicy'],
  ['emrwal', 'EMRWAL', 'EMRDescribeClusterPolicyForEMRWAL'],
  ['fis', 'FIS', 'AmazonFISServiceRolePolicy'],
  ['grafana', 'AmazonGrafana', 'AmazonGrafanaServiceLinkedRolePolicy'],
  ['imagebuilder', 'ImageBuilder', 'AWSServiceRoleForImageBuilder'],
  ['iotmanagedintegrations', 'IoTManagedIntegrations', 'AWSIoTManagedIntegrationsRolePolicy'],
  ['kafka', 'Kafka', 'KafkaServiceRolePolicy'],
  ['kafkaconnect', 'KafkaConnect', 'KafkaConnectServiceRolePolicy'],
  ['lakeformation', 'LakeFormationDataAccess', 'LakeFormationDataAccessServiceRolePolicy'],
  ['lex', 'LexBots', 'AmazonLexBotPolicy'],
  ['lexv2', 'LexV2Bots', 'AmazonLexV2BotPolicy'],
  ['lightsail', 'Lightsail', 'LightsailExportAccess'],
  ['m2', 'AWSM2', 'AWSM2ServicePolicy'],
  ['memorydb', 'MemoryDB', 'MemoryDBServiceRolePolicy'],
  ['mq', 'AmazonMQ', 'AmazonMQServiceRolePolicy'],
  [
    'mrk.kms',
    'KeyManagementServiceMultiRegionKeys',
    'AWSKeyManagementServiceMultiRegionKeysServiceRolePolicy',
  ],
  ['notifications', 'AwsUserNotifications', 'AWSUserNotificationsServiceLinkedRolePolicy'],
  [
    'observability.aoss',
    'AmazonOpenSearchServerless',
    'AmazonOpenSearchServerlessServiceRolePolicy',
  ],
  ['opensearchservice', 'AmazonOpenSearchService', 'AmazonOpenSearchServiceRolePolicy'],
  ['ops.apigateway', 'APIGateway', 'APIGatewayServiceRolePolicy'],
  ['ops.emr-serverless', 'AmazonEMRServerless', 'AmazonEMRServerlessServiceRolePolicy'],
  ['opsdatasync.ssm', 'SystemsManagerOpsDataSync', 'AWSSystemsManagerOpsDataSyncServiceRolePolicy'],
  ['opsinsights.ssm', 'AmazonSSM_OpsInsights', 'AWSSSMOpsInsightsServiceRolePolicy'],
  ['pullthroughcache.ecr', 'ECRPullThroughCache', 'AWSECRPullThroughCache_ServiceRolePolicy'],
  ['ram', 'ResourceAccessManager', 'AWSResourceAccessManagerServiceRolePolicy'],
  ['rds', 'RDS', 'AmazonRDSServiceRolePolicy'],
  ['redshift', 'Redshift', 'AmazonRedshiftServiceLinkedRolePolicy'],
  ['replication.cassandra', 'KeyspacesReplication', 'KeyspacesReplicationServiceRolePolicy'],
  ['replication.ecr', 'ECRReplication', 'ECRReplicationServiceRolePolicy'],
  ['repository.sync.codeconnections', 'GitSync', 'AWSGitSyncServiceRolePolicy'],
  ['resource-explorer-2', 'ResourceExplorer', 'AWSResourceExplorerServiceRolePolicy'],
  ['rolesanywhere', 'RolesAnywhere', 'AWSRolesAnywhereServicePolicy'],
  ['s3-outposts', 'S3OnOutposts', 'AWSS3OnOutpostsServiceRolePolicy'],
  ['ses', 'AmazonSES', 'AmazonSESServiceRolePolicy'],
  ['shield', 'AWSShield', 'AWSShieldServiceRolePolicy'],
  ['ssm', 'AmazonSSM', 'AmazonSSMServiceRolePolicy'],
  ['ssm-incidents', 'IncidentManager', 'AWSIncidentManagerServiceRolePolicy'],
  ['ssm-quicksetup', 'SSMQuickSetup', 'SSMQuickSetupRolePolicy'],
  ['sso', 'SSO', 'AWSSSOServiceRolePolicy'],
  ['vpcorigin.cloudfront', 'CloudFrontVPCOrigin', 'AWSCloudFrontVPCOriginServiceRolePolicy'],
  ['waf', 'WAFLogging', 'WAFLoggingServiceRolePolicy'],
  ['wafv2', 'WAFV2Logging', 'WAFV2LoggingServiceRolePolicy'],
];

const known: ReadonlyMap<string, LinkedRoleName> = new Map(
  rows.map(([service, role, policy]) => {
    const principal = `${service}.amazonaws.com`;
    const name = `AWSServiceRoleFor${role}`;
    return [principal, { service: principal, name, policy, hasSuffix: withSuffix.has(service) }];
  }),
);

/** The role of a service by its principal, such as `eks.amazonaws.com`. */
export function linkedRoleOf(service: string): LinkedRoleName | undefined {
  return known.get(service);
}
