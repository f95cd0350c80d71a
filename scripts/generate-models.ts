// Slices the service models that AWS publishes with botocore (Apache-2.0) down to the operations the
// local AWS answers, without their prose: `node scripts/generate-models.ts DIR [SERVICE…]`, where DIR is the
// `data` folder of an installed botocore; without names, all services. The slices are the constraint tables of the local AWS.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { gunzipSync } from 'node:zlib';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
interface Model {
  metadata: { [key: string]: Json };
  operations: { [name: string]: { [key: string]: Json } };
  shapes: { [name: string]: { [key: string]: Json } };
}

interface Slice {
  readonly version: string;
  /** Names of the operations to keep. */
  readonly operations: RegExp;
  /** The protocol to take, of a service that has several. */
  readonly protocol?: string;
  /** The namespace of answers, of a service whose model has it elsewhere. */
  readonly xmlNamespace?: string;
  /** For shapes that are far larger than what the local AWS fills in: the members to keep. */
  readonly keep?: Record<string, RegExp>;
}

const slices: Record<string, Slice> = {
  ecr: { version: '2015-09-21', operations: /./ },
  sts: {
    version: '2011-06-15',
    operations:
      /^(GetCallerIdentity|AssumeRole|AssumeRoleWithWebIdentity|GetSessionToken|GetFederationToken|GetAccessKeyInfo|DecodeAuthorizationMessage)$/,
  },
  iam: {
    version: '2010-05-08',
    operations:
      /(User|Users|Role|Roles|RoleTags|UserTags|AccessKey|AccessKeys|AccessKeyLastUsed|[^d]Policy|[^d]Policies|PolicyVersion|PolicyVersions|PolicyTags|PermissionsBoundary|InstanceProfile|InstanceProfiles|InstanceProfilesForRole|InstanceProfileTags|OpenIDConnectProvider|OpenIDConnectProviders|OpenIDConnectProviderTags|ToOpenIDConnectProvider|FromOpenIDConnectProvider|ProviderThumbprint|UpdateRoleDescription|ListGroups|ListGroupsForUser|ListMFADevices|ListVirtualMFADevices|ListSSHPublicKeys|ListServiceSpecificCredentials|ListSigningCertificates|CreateLoginProfile|GetLoginProfile|UpdateLoginProfile|DeleteLoginProfile|CreateAccountAlias|DeleteAccountAlias|ListAccountAliases|GetAccountSummary|GetAccountAuthorizationDetails|GetServiceLinkedRoleDeletionStatus)$(?<!Group|AcquireRole|UpdateOpenIDConnectProvider|GroupPolicy|GroupPolicies|ToGroup|FromGroup|ContextKeys\w+)/,
  },
  ec2: {
    version: '2016-11-15',
    operations: new RegExp(
      `^(${[
        'DescribeInstances|AssociateIamInstanceProfile|ModifyInstanceMetadataOptions|ModifyInstanceAttribute',
        '(Create|Delete|Describe)Tags',
        'DescribeAvailabilityZones|DescribeRegions|DescribeAccountAttributes',
        '(Create|Delete)Vpc|DescribeVpcs|(Modify|Describe)VpcAttribute|(Associate|Disassociate)VpcCidrBlock',
        '(Create|Delete|Describe|Associate)DhcpOptions',
        '(Create|Delete)Subnet|DescribeSubnets|ModifySubnetAttribute|(Associate|Disassociate)SubnetCidrBlock',
        '(Create|Delete|Attach|Detach)InternetGateway|DescribeInternetGateways',
        '(Create|Delete)EgressOnlyInternetGateway|DescribeEgressOnlyInternetGateways',
        '(Create|Delete)NatGateway|DescribeNatGateways',
        '(Allocate|Release|Associate|Disassociate)Address|DescribeAddresses|DescribeAddressesAttribute',
        '(Create|Delete|Associate|Disassociate)RouteTable|DescribeRouteTables|ReplaceRouteTableAssociation',
        '(Create|Replace|Delete)Route',
        '(Create|Delete)SecurityGroup|DescribeSecurityGroups|(Authorize|Revoke)SecurityGroup(In|E)gress',
        'DescribeSecurityGroupRules|ModifySecurityGroupRules',
        '(Create|Delete)NetworkAcl|DescribeNetworkAcls|ReplaceNetworkAclAssociation',
        '(Create|Replace|Delete)NetworkAclEntry',
        '(Create|Modify)VpcEndpoint|(Delete|Describe)VpcEndpoints|DescribeVpcEndpointServices',
        'DescribePrefixLists|DescribeManagedPrefixLists|GetManagedPrefixListEntries',
        '(Create|Modify|Delete)ManagedPrefixList',
        '(Create|Accept|Reject|Delete)VpcPeeringConnection|DescribeVpcPeeringConnections',
        '(Create|Delete)TransitGateway|DescribeTransitGateways',
        '(Create|Delete)TransitGatewayVpcAttachment|DescribeTransitGateway(Vpc)?Attachments|SearchTransitGatewayRoutes',
        '(Describe|Modify)VpcBlockPublicAccessOptions|(Create|Modify|Delete)VpcBlockPublicAccessExclusion|DescribeVpcBlockPublicAccessExclusions',
        'DescribeNetworkInterfaces|ModifyNetworkInterfaceAttribute',
      ].join('|')})$`,
    ),
    keep: {
      Instance:
        /^(InstanceId|ImageId|State|PrivateDnsName|PublicDnsName|PrivateIpAddress|PublicIpAddress|Ipv6Address|InstanceType|LaunchTime|Placement|SubnetId|VpcId|SecurityGroups|NetworkInterfaces|SourceDestCheck|Architecture|IamInstanceProfile|MetadataOptions|Tags)$/,
      InstanceNetworkInterface:
        /^(Association|Attachment|Description|Groups|Ipv6Addresses|MacAddress|NetworkInterfaceId|OwnerId|PrivateDnsName|PrivateIpAddress|PrivateIpAddresses|SourceDestCheck|Status|SubnetId|VpcId|InterfaceType)$/,
      InstanceNetworkInterfaceAttachment:
        /^(AttachTime|AttachmentId|DeleteOnTermination|DeviceIndex|Status|NetworkCardIndex)$/,
      ModifyInstanceAttributeRequest: /^(SourceDestCheck|DryRun|InstanceId|Groups)$/,
      Reservation: /^(ReservationId|OwnerId|Instances)$/,
    },
  },
  secretsmanager: {
    version: '2017-10-17',
    operations:
      /^(CreateSecret|GetSecretValue|PutSecretValue|UpdateSecret|DescribeSecret|ListSecrets|DeleteSecret|RestoreSecret|ListSecretVersionIds|UpdateSecretVersionStage|TagResource|UntagResource|GetResourcePolicy|PutResourcePolicy|DeleteResourcePolicy|RotateSecret)$/,
  },
  events: {
    version: '2015-10-07',
    operations:
      /^(PutRule|DescribeRule|ListRules|DeleteRule|PutTargets|ListTargetsByRule|RemoveTargets|PutEvents|EnableRule|DisableRule|TestEventPattern|ListRuleNamesByTarget|TagResource|UntagResource|ListTagsForResource)$/,
  },
  // CloudWatch speaks three protocols; its SDKs take JSON, older tools Query.
  cloudwatch: {
    version: '2010-08-01',
    operations:
      /^(GetMetricStatistics|GetMetricData|ListMetrics|PutMetricAlarm|DescribeAlarms|DeleteAlarms|SetAlarmState|TagResource|UntagResource|ListTagsForResource)$/,
    protocol: 'json',
  },
  cloudtrail: { version: '2013-11-01', operations: /^LookupEvents$/ },
  organizations: {
    version: '2016-11-28',
    operations:
      /^((Create|Describe|Delete)Organization|List(Roots|Parents|Children|Accounts|AccountsForParent|OrganizationalUnitsForParent|Policies|PoliciesForTarget|TargetsForPolicy)|(Create|Describe|Delete|Update)OrganizationalUnit|CreateAccount|DescribeAccount|DescribeCreateAccountStatus|MoveAccount|(Create|Describe|Update|Delete|Attach|Detach)Policy|(Enable|Disable)PolicyType)$/,
  },
  kms: {
    version: '2014-11-01',
    operations:
      /^(CreateKey|DescribeKey|ListKeys|EnableKey|DisableKey|ScheduleKeyDeletion|CancelKeyDeletion|GetKeyPolicy|PutKeyPolicy|ListKeyPolicies|CreateGrant|ListGrants|RetireGrant|RevokeGrant|(Create|Update|Delete)Alias|ListAliases|Encrypt|Decrypt|GenerateDataKey|GetKeyRotationStatus|ListResourceTags)$/,
  },
  'service-quotas': {
    version: '2019-06-24',
    operations:
      /^(GetServiceQuota|RequestServiceQuotaIncrease|ListServiceQuotas|GetAWSDefaultServiceQuota|ListAWSDefaultServiceQuotas|ListServices)$/,
  },
  route53: {
    version: '2013-04-01',
    xmlNamespace: 'https://route53.amazonaws.com/doc/2013-04-01/',
    operations:
      /^((Create|Get|Delete)HostedZone|ListHostedZones(ByVPC)?|(Associate|Disassociate)VPC(With|From)HostedZone|ChangeResourceRecordSets|ListResourceRecordSets|GetChange|ListTagsForResource)$/,
  },
  route53resolver: {
    version: '2018-04-01',
    operations:
      /^((Create|Get|Delete)ResolverRule|ListResolverRules|(Associate|Disassociate)ResolverRule|ListResolverRuleAssociations)$/,
  },
  eks: {
    version: '2017-11-01',
    operations:
      /^((Create|Describe|Delete)(Cluster|Nodegroup|FargateProfile|PodIdentityAssociation|Addon|AccessEntry)|List(Clusters|Nodegroups|FargateProfiles|PodIdentityAssociations|Addons|AccessEntries)|UpdatePodIdentityAssociation)$/,
  },
};

const [data, ...wantedServices] = argv.slice(2);
if (data === undefined) {
  throw new Error('usage: node scripts/generate-models.ts BOTOCORE_DATA_DIR [SERVICE…]');
}

for (const [service, { version, operations, keep, protocol, xmlNamespace }] of Object.entries(
  slices,
)) {
  if (wantedServices.length > 0 && !wantedServices.includes(service)) continue;
  const file = `${data}/${service}/${version}/service-2.json.gz`;
  const model = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Model;
  const folder = `src/local/services/${service}`;
  if (protocol !== undefined) model.metadata.protocol = protocol;
  if (xmlNamespace !== undefined) model.metadata.xmlNamespace = xmlNamespace;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/model.json`, `${JSON.stringify(slice(model, operations, keep))}\n`);
}

function slice(model: Model, wanted: RegExp, keep: Record<string, RegExp> = {}): Model {
  const operations = Object.fromEntries(
    Object.entries(model.operations)
      .filter(([name]) => wanted.test(name))
      .map(([name, operation]) => [name, withoutProse(operation)]),
  );
  const shapes: Model['shapes'] = {};
  const visit = (value: Json): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (value !== null && typeof value === 'object') {
      if (typeof value.shape === 'string') addShape(value.shape);
      Object.values(value).forEach(visit);
    }
  };
  const addShape = (name: string): void => {
    if (shapes[name] !== undefined) return;
    const shape = withoutProse(model.shapes[name] ?? {});
    const members = shape.members;
    const filter = keep[name];
    if (filter !== undefined && members !== null && typeof members === 'object') {
      shape.members = Object.fromEntries(
        Object.entries(members).filter(([member]) => filter.test(member)),
      );
    }
    shapes[name] = shape;
    visit(shape);
  };
  visit(operations as unknown as Json);
  const { protocol, jsonVersion, targetPrefix, apiVersion, xmlNamespace, signingName } =
    model.metadata;
  const metadata = { protocol, jsonVersion, targetPrefix, apiVersion, xmlNamespace, signingName };
  return { metadata: JSON.parse(JSON.stringify(metadata)), operations, shapes };
}

function withoutProse(value: { [key: string]: Json }): { [key: string]: Json } {
  return JSON.parse(
    JSON.stringify(value, (key, inner: Json) =>
      (key === 'documentation' && typeof inner === 'string') || key === 'documentationUrl'
        ? undefined
        : inner,
    ),
  ) as { [key: string]: Json };
}
