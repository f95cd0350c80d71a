// What operations return, by AWS's model. Written by scripts/generate-output-types.ts.

/** An operation that returns nothing. */
export type Nothing = Readonly<Record<string, never>>;

/** Outputs by operation. */
export interface Outputs {
  readonly AcceptVpcPeeringConnection: AcceptVpcPeeringConnectionResult;
  readonly AllocateAddress: AllocateAddressResult;
  readonly AssociateAddress: AssociateAddressResult;
  readonly AssociateDhcpOptions: Nothing;
  readonly AssociateIamInstanceProfile: AssociateIamInstanceProfileResult;
  readonly AssociateRouteTable: AssociateRouteTableResult;
  readonly AssociateSubnetCidrBlock: AssociateSubnetCidrBlockResult;
  readonly AssociateVpcCidrBlock: AssociateVpcCidrBlockResult;
  readonly AttachInternetGateway: Nothing;
  readonly AuthorizeSecurityGroupEgress: AuthorizeSecurityGroupEgressResult;
  readonly AuthorizeSecurityGroupIngress: AuthorizeSecurityGroupIngressResult;
  readonly CreateDhcpOptions: CreateDhcpOptionsResult;
  readonly CreateEgressOnlyInternetGateway: CreateEgressOnlyInternetGatewayResult;
  readonly CreateInternetGateway: CreateInternetGatewayResult;
  readonly CreateManagedPrefixList: CreateManagedPrefixListResult;
  readonly CreateNatGateway: CreateNatGatewayResult;
  readonly CreateNetworkAcl: CreateNetworkAclResult;
  readonly CreateNetworkAclEntry: Nothing;
  readonly CreateRoute: CreateRouteResult;
  readonly CreateRouteTable: CreateRouteTableResult;
  readonly CreateSecurityGroup: CreateSecurityGroupResult;
  readonly CreateSubnet: CreateSubnetResult;
  readonly CreateTags: Nothing;
  readonly CreateTransitGateway: CreateTransitGatewayResult;
  readonly CreateTransitGatewayVpcAttachment: CreateTransitGatewayVpcAttachmentResult;
  readonly CreateVpc: CreateVpcResult;
  readonly CreateVpcBlockPublicAccessExclusion: CreateVpcBlockPublicAccessExclusionResult;
  readonly CreateVpcEndpoint: CreateVpcEndpointResult;
  readonly CreateVpcPeeringConnection: CreateVpcPeeringConnectionResult;
  readonly DeleteDhcpOptions: Nothing;
  readonly DeleteEgressOnlyInternetGateway: DeleteEgressOnlyInternetGatewayResult;
  readonly DeleteInternetGateway: Nothing;
  readonly DeleteManagedPrefixList: DeleteManagedPrefixListResult;
  readonly DeleteNatGateway: DeleteNatGatewayResult;
  readonly DeleteNetworkAcl: Nothing;
  readonly DeleteNetworkAclEntry: Nothing;
  readonly DeleteRoute: Nothing;
  readonly DeleteRouteTable: Nothing;
  readonly DeleteSecurityGroup: DeleteSecurityGroupResult;
  readonly DeleteSubnet: Nothing;
  readonly DeleteTags: Nothing;
  readonly DeleteTransitGateway: DeleteTransitGatewayResult;
  readonly DeleteTransitGatewayVpcAttachment: DeleteTransitGatewayVpcAttachmentResult;
  readonly DeleteVpc: Nothing;
  readonly DeleteVpcBlockPublicAccessExclusion: DeleteVpcBlockPublicAccessExclusionResult;
  readonly DeleteVpcEndpoints: DeleteVpcEndpointsResult;
  readonly DeleteVpcPeeringConnection: DeleteVpcPeeringConnectionResult;
  readonly DescribeAccountAttributes: DescribeAccountAttributesResult;
  readonly DescribeAddresses: DescribeAddressesResult;
  readonly DescribeAddressesAttribute: DescribeAddressesAttributeResult;
  readonly DescribeAvailabilityZones: DescribeAvailabilityZonesResult;
  readonly DescribeDhcpOptions: DescribeDhcpOptionsResult;
  readonly DescribeEgressOnlyInternetGateways: DescribeEgressOnlyInternetGatewaysResult;
  readonly DescribeInstances: DescribeInstancesResult;
  readonly DescribeInternetGateways: DescribeInternetGatewaysResult;
  readonly DescribeManagedPrefixLists: DescribeManagedPrefixListsResult;
  readonly DescribeNatGateways: DescribeNatGatewaysResult;
  readonly DescribeNetworkAcls: DescribeNetworkAclsResult;
  readonly DescribeNetworkInterfaces: DescribeNetworkInterfacesResult;
  readonly DescribePrefixLists: DescribePrefixListsResult;
  readonly DescribeRegions: DescribeRegionsResult;
  readonly DescribeRouteTables: DescribeRouteTablesResult;
  readonly DescribeSecurityGroupRules: DescribeSecurityGroupRulesResult;
  readonly DescribeSecurityGroups: DescribeSecurityGroupsResult;
  readonly DescribeSubnets: DescribeSubnetsResult;
  readonly DescribeTags: DescribeTagsResult;
  readonly DescribeTransitGatewayAttachments: DescribeTransitGatewayAttachmentsResult;
  readonly DescribeTransitGatewayVpcAttachments: DescribeTransitGatewayVpcAttachmentsResult;
  readonly DescribeTransitGateways: DescribeTransitGatewaysResult;
  readonly DescribeVpcAttribute: DescribeVpcAttributeResult;
  readonly DescribeVpcBlockPublicAccessExclusions: DescribeVpcBlockPublicAccessExclusionsResult;
  readonly DescribeVpcBlockPublicAccessOptions: DescribeVpcBlockPublicAccessOptionsResult;
  readonly DescribeVpcEndpointServices: DescribeVpcEndpointServicesResult;
  readonly DescribeVpcEndpoints: DescribeVpcEndpointsResult;
  readonly DescribeVpcPeeringConnections: DescribeVpcPeeringConnectionsResult;
  readonly DescribeVpcs: DescribeVpcsResult;
  readonly DetachInternetGateway: Nothing;
  readonly DisassociateAddress: Nothing;
  readonly DisassociateRouteTable: Nothing;
  readonly DisassociateSubnetCidrBlock: DisassociateSubnetCidrBlockResult;
  readonly DisassociateVpcCidrBlock: DisassociateVpcCidrBlockResult;
  readonly GetManagedPrefixListEntries: GetManagedPrefixListEntriesResult;
  readonly ModifyInstanceAttribute: Nothing;
  readonly ModifyInstanceMetadataOptions: ModifyInstanceMetadataOptionsResult;
  readonly ModifyManagedPrefixList: ModifyManagedPrefixListResult;
  readonly ModifyNetworkInterfaceAttribute: Nothing;
  readonly ModifySecurityGroupRules: ModifySecurityGroupRulesResult;
  readonly ModifySubnetAttribute: Nothing;
  readonly ModifyVpcAttribute: Nothing;
  readonly ModifyVpcBlockPublicAccessExclusion: ModifyVpcBlockPublicAccessExclusionResult;
  readonly ModifyVpcBlockPublicAccessOptions: ModifyVpcBlockPublicAccessOptionsResult;
  readonly ModifyVpcEndpoint: ModifyVpcEndpointResult;
  readonly RejectVpcPeeringConnection: RejectVpcPeeringConnectionResult;
  readonly ReleaseAddress: Nothing;
  readonly ReplaceNetworkAclAssociation: ReplaceNetworkAclAssociationResult;
  readonly ReplaceNetworkAclEntry: Nothing;
  readonly ReplaceRoute: Nothing;
  readonly ReplaceRouteTableAssociation: ReplaceRouteTableAssociationResult;
  readonly RevokeSecurityGroupEgress: RevokeSecurityGroupEgressResult;
  readonly RevokeSecurityGroupIngress: RevokeSecurityGroupIngressResult;
  readonly SearchTransitGatewayRoutes: SearchTransitGatewayRoutesResult;
}

export interface AcceptVpcPeeringConnectionResult {
  readonly VpcPeeringConnection: VpcPeeringConnection | undefined;
}

export interface AllocateAddressResult {
  readonly AllocationId: string | undefined;
  readonly PublicIpv4Pool: string | undefined;
  readonly NetworkBorderGroup: string | undefined;
  readonly Domain: string | undefined;
  readonly CustomerOwnedIp: string | undefined;
  readonly CustomerOwnedIpv4Pool: string | undefined;
  readonly CarrierIp: string | undefined;
  readonly PublicIp: string | undefined;
}

export interface AssociateAddressResult {
  readonly AssociationId: string | undefined;
}

export interface AssociateIamInstanceProfileResult {
  readonly IamInstanceProfileAssociation: IamInstanceProfileAssociation | undefined;
}

export interface AssociateRouteTableResult {
  readonly AssociationId: string | undefined;
  readonly AssociationState: RouteTableAssociationState | undefined;
}

export interface AssociateSubnetCidrBlockResult {
  readonly Ipv6CidrBlockAssociation: SubnetIpv6CidrBlockAssociation | undefined;
  readonly SubnetId: string | undefined;
}

export interface AssociateVpcCidrBlockResult {
  readonly Ipv6CidrBlockAssociation: VpcIpv6CidrBlockAssociation | undefined;
  readonly CidrBlockAssociation: VpcCidrBlockAssociation | undefined;
  readonly VpcId: string | undefined;
}

export interface AuthorizeSecurityGroupEgressResult {
  readonly Return: boolean | undefined;
  readonly SecurityGroupRules: readonly SecurityGroupRule[] | undefined;
}

export interface AuthorizeSecurityGroupIngressResult {
  readonly Return: boolean | undefined;
  readonly SecurityGroupRules: readonly SecurityGroupRule[] | undefined;
}

export interface CreateDhcpOptionsResult {
  readonly DhcpOptions: DhcpOptions | undefined;
}

export interface CreateEgressOnlyInternetGatewayResult {
  readonly ClientToken: string | undefined;
  readonly EgressOnlyInternetGateway: EgressOnlyInternetGateway | undefined;
}

export interface CreateInternetGatewayResult {
  readonly InternetGateway: InternetGateway | undefined;
}

export interface CreateManagedPrefixListResult {
  readonly PrefixList: ManagedPrefixList | undefined;
}

export interface CreateNatGatewayResult {
  readonly ClientToken: string | undefined;
  readonly NatGateway: NatGateway | undefined;
}

export interface CreateNetworkAclResult {
  readonly NetworkAcl: NetworkAcl | undefined;
  readonly ClientToken: string | undefined;
}

export interface CreateRouteResult {
  readonly Return: boolean | undefined;
}

export interface CreateRouteTableResult {
  readonly RouteTable: RouteTable | undefined;
  readonly ClientToken: string | undefined;
}

export interface CreateSecurityGroupResult {
  readonly GroupId: string | undefined;
  readonly Tags: readonly Tag[] | undefined;
  readonly SecurityGroupArn: string | undefined;
}

export interface CreateSubnetResult {
  readonly Subnet: Subnet | undefined;
}

export interface CreateTransitGatewayResult {
  readonly TransitGateway: TransitGateway | undefined;
}

export interface CreateTransitGatewayVpcAttachmentResult {
  readonly TransitGatewayVpcAttachment: TransitGatewayVpcAttachment | undefined;
}

export interface CreateVpcResult {
  readonly Vpc: Vpc | undefined;
}

export interface CreateVpcBlockPublicAccessExclusionResult {
  readonly VpcBlockPublicAccessExclusion: VpcBlockPublicAccessExclusion | undefined;
}

export interface CreateVpcEndpointResult {
  readonly VpcEndpoint: VpcEndpoint | undefined;
  readonly ClientToken: string | undefined;
}

export interface CreateVpcPeeringConnectionResult {
  readonly VpcPeeringConnection: VpcPeeringConnection | undefined;
}

export interface DeleteEgressOnlyInternetGatewayResult {
  readonly ReturnCode: boolean | undefined;
}

export interface DeleteManagedPrefixListResult {
  readonly PrefixList: ManagedPrefixList | undefined;
}

export interface DeleteNatGatewayResult {
  readonly NatGatewayId: string | undefined;
}

export interface DeleteSecurityGroupResult {
  readonly Return: boolean | undefined;
  readonly GroupId: string | undefined;
}

export interface DeleteTransitGatewayResult {
  readonly TransitGateway: TransitGateway | undefined;
}

export interface DeleteTransitGatewayVpcAttachmentResult {
  readonly TransitGatewayVpcAttachment: TransitGatewayVpcAttachment | undefined;
}

export interface DeleteVpcBlockPublicAccessExclusionResult {
  readonly VpcBlockPublicAccessExclusion: VpcBlockPublicAccessExclusion | undefined;
}

export interface DeleteVpcEndpointsResult {
  readonly Unsuccessful: readonly UnsuccessfulItem[] | undefined;
}

export interface DeleteVpcPeeringConnectionResult {
  readonly Return: boolean | undefined;
}

export interface DescribeAccountAttributesResult {
  readonly AccountAttributes: readonly AccountAttribute[] | undefined;
}

export interface DescribeAddressesResult {
  readonly Addresses: readonly Address[] | undefined;
}

export interface DescribeAddressesAttributeResult {
  readonly Addresses: readonly AddressAttribute[] | undefined;
  readonly NextToken: string | undefined;
}

export interface DescribeAvailabilityZonesResult {
  readonly AvailabilityZones: readonly AvailabilityZone[] | undefined;
}

export interface DescribeDhcpOptionsResult {
  readonly NextToken: string | undefined;
  readonly DhcpOptions: readonly DhcpOptions[] | undefined;
}

export interface DescribeEgressOnlyInternetGatewaysResult {
  readonly EgressOnlyInternetGateways: readonly EgressOnlyInternetGateway[] | undefined;
  readonly NextToken: string | undefined;
}

export interface DescribeInstancesResult {
  readonly NextToken: string | undefined;
  readonly Reservations: readonly Reservation[] | undefined;
}

export interface DescribeInternetGatewaysResult {
  readonly InternetGateways: readonly InternetGateway[] | undefined;
  readonly NextToken: string | undefined;
}

export interface DescribeManagedPrefixListsResult {
  readonly NextToken: string | undefined;
  readonly PrefixLists: readonly ManagedPrefixList[] | undefined;
}

export interface DescribeNatGatewaysResult {
  readonly NatGateways: readonly NatGateway[] | undefined;
  readonly NextToken: string | undefined;
}

export interface DescribeNetworkAclsResult {
  readonly NetworkAcls: readonly NetworkAcl[] | undefined;
  readonly NextToken: string | undefined;
}

export interface DescribeNetworkInterfacesResult {
  readonly NetworkInterfaces: readonly NetworkInterface[] | undefined;
  readonly NextToken: string | undefined;
}

export interface DescribePrefixListsResult {
  readonly NextToken: string | undefined;
  readonly PrefixLists: readonly PrefixList[] | undefined;
}

export interface DescribeRegionsResult {
  readonly Regions: readonly Region[] | undefined;
}

export interface DescribeRouteTablesResult {
  readonly RouteTables: readonly RouteTable[] | undefined;
  readonly NextToken: string | undefined;
}

export interface DescribeSecurityGroupRulesResult {
  readonly SecurityGroupRules: readonly SecurityGroupRule[] | undefined;
  readonly NextToken: string | undefined;
}

export interface DescribeSecurityGroupsResult {
  readonly NextToken: string | undefined;
  readonly SecurityGroups: readonly SecurityGroup[] | undefined;
}

export interface DescribeSubnetsResult {
  readonly NextToken: string | undefined;
  readonly Subnets: readonly Subnet[] | undefined;
}

export interface DescribeTagsResult {
  readonly NextToken: string | undefined;
  readonly Tags: readonly TagDescription[] | undefined;
}

export interface DescribeTransitGatewayAttachmentsResult {
  readonly TransitGatewayAttachments: readonly TransitGatewayAttachment[] | undefined;
  readonly NextToken: string | undefined;
}

export interface DescribeTransitGatewayVpcAttachmentsResult {
  readonly TransitGatewayVpcAttachments: readonly TransitGatewayVpcAttachment[] | undefined;
  readonly NextToken: string | undefined;
}

export interface DescribeTransitGatewaysResult {
  readonly TransitGateways: readonly TransitGateway[] | undefined;
  readonly NextToken: string | undefined;
}

export interface DescribeVpcAttributeResult {
  readonly EnableDnsHostnames: AttributeBooleanValue | undefined;
  readonly EnableDnsSupport: AttributeBooleanValue | undefined;
  readonly EnableNetworkAddressUsageMetrics: AttributeBooleanValue | undefined;
  readonly VpcId: string | undefined;
}

export interface DescribeVpcBlockPublicAccessExclusionsResult {
  readonly VpcBlockPublicAccessExclusions: readonly VpcBlockPublicAccessExclusion[] | undefined;
  readonly NextToken: string | undefined;
}

export interface DescribeVpcBlockPublicAccessOptionsResult {
  readonly VpcBlockPublicAccessOptions: VpcBlockPublicAccessOptions | undefined;
}

export interface DescribeVpcEndpointServicesResult {
  readonly ServiceNames: readonly string[] | undefined;
  readonly ServiceDetails: readonly ServiceDetail[] | undefined;
  readonly NextToken: string | undefined;
}

export interface DescribeVpcEndpointsResult {
  readonly VpcEndpoints: readonly VpcEndpoint[] | undefined;
  readonly NextToken: string | undefined;
}

export interface DescribeVpcPeeringConnectionsResult {
  readonly VpcPeeringConnections: readonly VpcPeeringConnection[] | undefined;
  readonly NextToken: string | undefined;
}

export interface DescribeVpcsResult {
  readonly NextToken: string | undefined;
  readonly Vpcs: readonly Vpc[] | undefined;
}

export interface DisassociateSubnetCidrBlockResult {
  readonly Ipv6CidrBlockAssociation: SubnetIpv6CidrBlockAssociation | undefined;
  readonly SubnetId: string | undefined;
}

export interface DisassociateVpcCidrBlockResult {
  readonly Ipv6CidrBlockAssociation: VpcIpv6CidrBlockAssociation | undefined;
  readonly CidrBlockAssociation: VpcCidrBlockAssociation | undefined;
  readonly VpcId: string | undefined;
}

export interface GetManagedPrefixListEntriesResult {
  readonly Entries: readonly PrefixListEntry[] | undefined;
  readonly NextToken: string | undefined;
}

export interface ModifyInstanceMetadataOptionsResult {
  readonly InstanceId: string | undefined;
  readonly InstanceMetadataOptions: InstanceMetadataOptionsResponse | undefined;
}

export interface ModifyManagedPrefixListResult {
  readonly PrefixList: ManagedPrefixList | undefined;
}

export interface ModifySecurityGroupRulesResult {
  readonly Return: boolean | undefined;
}

export interface ModifyVpcBlockPublicAccessExclusionResult {
  readonly VpcBlockPublicAccessExclusion: VpcBlockPublicAccessExclusion | undefined;
}

export interface ModifyVpcBlockPublicAccessOptionsResult {
  readonly VpcBlockPublicAccessOptions: VpcBlockPublicAccessOptions | undefined;
}

export interface ModifyVpcEndpointResult {
  readonly Return: boolean | undefined;
}

export interface RejectVpcPeeringConnectionResult {
  readonly Return: boolean | undefined;
}

export interface ReplaceNetworkAclAssociationResult {
  readonly NewAssociationId: string | undefined;
}

export interface ReplaceRouteTableAssociationResult {
  readonly NewAssociationId: string | undefined;
  readonly AssociationState: RouteTableAssociationState | undefined;
}

export interface RevokeSecurityGroupEgressResult {
  readonly Return: boolean | undefined;
  readonly UnknownIpPermissions: readonly IpPermission[] | undefined;
  readonly RevokedSecurityGroupRules: readonly RevokedSecurityGroupRule[] | undefined;
}

export interface RevokeSecurityGroupIngressResult {
  readonly Return: boolean | undefined;
  readonly UnknownIpPermissions: readonly IpPermission[] | undefined;
  readonly RevokedSecurityGroupRules: readonly RevokedSecurityGroupRule[] | undefined;
}

export interface SearchTransitGatewayRoutesResult {
  readonly Routes: readonly TransitGatewayRoute[] | undefined;
  readonly AdditionalRoutesAvailable: boolean | undefined;
  readonly NextToken: string | undefined;
}

export interface VpcPeeringConnection {
  readonly AccepterVpcInfo?: VpcPeeringConnectionVpcInfo | undefined;
  readonly ExpirationTime?: Date | undefined;
  readonly RequesterVpcInfo?: VpcPeeringConnectionVpcInfo | undefined;
  readonly Status?: VpcPeeringConnectionStateReason | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly VpcPeeringConnectionId?: string | undefined;
}

export interface IamInstanceProfileAssociation {
  readonly AssociationId?: string | undefined;
  readonly InstanceId?: string | undefined;
  readonly IamInstanceProfile?: IamInstanceProfile | undefined;
  readonly State?: string | undefined;
  readonly Timestamp?: Date | undefined;
}

export interface RouteTableAssociationState {
  readonly State?: string | undefined;
  readonly StatusMessage?: string | undefined;
}

export interface SubnetIpv6CidrBlockAssociation {
  readonly AssociationId?: string | undefined;
  readonly Ipv6CidrBlock?: string | undefined;
  readonly Ipv6CidrBlockState?: SubnetCidrBlockState | undefined;
  readonly Ipv6AddressAttribute?: string | undefined;
  readonly IpSource?: string | undefined;
}

export interface VpcIpv6CidrBlockAssociation {
  readonly AssociationId?: string | undefined;
  readonly Ipv6CidrBlock?: string | undefined;
  readonly Ipv6CidrBlockState?: VpcCidrBlockState | undefined;
  readonly NetworkBorderGroup?: string | undefined;
  readonly Ipv6Pool?: string | undefined;
  readonly Ipv6AddressAttribute?: string | undefined;
  readonly IpSource?: string | undefined;
}

export interface VpcCidrBlockAssociation {
  readonly AssociationId?: string | undefined;
  readonly CidrBlock?: string | undefined;
  readonly CidrBlockState?: VpcCidrBlockState | undefined;
}

export interface DhcpOptions {
  readonly OwnerId?: string | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly DhcpOptionsId?: string | undefined;
  readonly DhcpConfigurations?: readonly DhcpConfiguration[] | undefined;
}

export interface EgressOnlyInternetGateway {
  readonly Attachments?: readonly InternetGatewayAttachment[] | undefined;
  readonly EgressOnlyInternetGatewayId?: string | undefined;
  readonly Tags?: readonly Tag[] | undefined;
}

export interface InternetGateway {
  readonly Attachments?: readonly InternetGatewayAttachment[] | undefined;
  readonly InternetGatewayId?: string | undefined;
  readonly OwnerId?: string | undefined;
  readonly Tags?: readonly Tag[] | undefined;
}

export interface ManagedPrefixList {
  readonly PrefixListId?: string | undefined;
  readonly AddressFamily?: string | undefined;
  readonly State?: string | undefined;
  readonly StateMessage?: string | undefined;
  readonly PrefixListArn?: string | undefined;
  readonly PrefixListName?: string | undefined;
  readonly MaxEntries?: number | undefined;
  readonly Version?: number | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly OwnerId?: string | undefined;
  readonly IpamPrefixListResolverTargetId?: string | undefined;
  readonly IpamPrefixListResolverSyncEnabled?: boolean | undefined;
}

export interface NatGateway {
  readonly CreateTime?: Date | undefined;
  readonly DeleteTime?: Date | undefined;
  readonly FailureCode?: string | undefined;
  readonly FailureMessage?: string | undefined;
  readonly NatGatewayAddresses?: readonly NatGatewayAddress[] | undefined;
  readonly NatGatewayId?: string | undefined;
  readonly ProvisionedBandwidth?: ProvisionedBandwidth | undefined;
  readonly State?: string | undefined;
  readonly SubnetId?: string | undefined;
  readonly VpcId?: string | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly ConnectivityType?: string | undefined;
  readonly AvailabilityMode?: string | undefined;
  readonly AutoScalingIps?: string | undefined;
  readonly AutoProvisionZones?: string | undefined;
  readonly AttachedAppliances?: readonly NatGatewayAttachedAppliance[] | undefined;
  readonly RouteTableId?: string | undefined;
}

export interface NetworkAcl {
  readonly Associations?: readonly NetworkAclAssociation[] | undefined;
  readonly Entries?: readonly NetworkAclEntry[] | undefined;
  readonly IsDefault?: boolean | undefined;
  readonly NetworkAclId?: string | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly VpcId?: string | undefined;
  readonly OwnerId?: string | undefined;
}

export interface RouteTable {
  readonly Associations?: readonly RouteTableAssociation[] | undefined;
  readonly PropagatingVgws?: readonly PropagatingVgw[] | undefined;
  readonly RouteTableId?: string | undefined;
  readonly Routes?: readonly Route[] | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly VpcId?: string | undefined;
  readonly OwnerId?: string | undefined;
}

export interface Subnet {
  readonly AvailabilityZoneId?: string | undefined;
  readonly EnableLniAtDeviceIndex?: number | undefined;
  readonly MapCustomerOwnedIpOnLaunch?: boolean | undefined;
  readonly CustomerOwnedIpv4Pool?: string | undefined;
  readonly OwnerId?: string | undefined;
  readonly AssignIpv6AddressOnCreation?: boolean | undefined;
  readonly Ipv6CidrBlockAssociationSet?: readonly SubnetIpv6CidrBlockAssociation[] | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly SubnetArn?: string | undefined;
  readonly OutpostArn?: string | undefined;
  readonly EnableDns64?: boolean | undefined;
  readonly Ipv6Native?: boolean | undefined;
  readonly PrivateDnsNameOptionsOnLaunch?: PrivateDnsNameOptionsOnLaunch | undefined;
  readonly BlockPublicAccessStates?: BlockPublicAccessStates | undefined;
  readonly Type?: string | undefined;
  readonly SubnetId?: string | undefined;
  readonly State?: string | undefined;
  readonly VpcId?: string | undefined;
  readonly CidrBlock?: string | undefined;
  readonly AvailableIpAddressCount?: number | undefined;
  readonly AvailabilityZone?: string | undefined;
  readonly DefaultForAz?: boolean | undefined;
  readonly MapPublicIpOnLaunch?: boolean | undefined;
}

export interface TransitGateway {
  readonly TransitGatewayId?: string | undefined;
  readonly TransitGatewayArn?: string | undefined;
  readonly State?: string | undefined;
  readonly OwnerId?: string | undefined;
  readonly Description?: string | undefined;
  readonly CreationTime?: Date | undefined;
  readonly Options?: TransitGatewayOptions | undefined;
  readonly Tags?: readonly Tag[] | undefined;
}

export interface TransitGatewayVpcAttachment {
  readonly TransitGatewayAttachmentId?: string | undefined;
  readonly TransitGatewayId?: string | undefined;
  readonly VpcId?: string | undefined;
  readonly VpcOwnerId?: string | undefined;
  readonly State?: string | undefined;
  readonly SubnetIds?: readonly string[] | undefined;
  readonly CreationTime?: Date | undefined;
  readonly Options?: TransitGatewayVpcAttachmentOptions | undefined;
  readonly Tags?: readonly Tag[] | undefined;
}

export interface Vpc {
  readonly OwnerId?: string | undefined;
  readonly InstanceTenancy?: string | undefined;
  readonly Ipv6CidrBlockAssociationSet?: readonly VpcIpv6CidrBlockAssociation[] | undefined;
  readonly CidrBlockAssociationSet?: readonly VpcCidrBlockAssociation[] | undefined;
  readonly IsDefault?: boolean | undefined;
  readonly EncryptionControl?: VpcEncryptionControl | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly BlockPublicAccessStates?: BlockPublicAccessStates | undefined;
  readonly VpcId?: string | undefined;
  readonly State?: string | undefined;
  readonly CidrBlock?: string | undefined;
  readonly DhcpOptionsId?: string | undefined;
}

export interface VpcBlockPublicAccessExclusion {
  readonly ExclusionId?: string | undefined;
  readonly InternetGatewayExclusionMode?: string | undefined;
  readonly ResourceArn?: string | undefined;
  readonly State?: string | undefined;
  readonly Reason?: string | undefined;
  readonly CreationTimestamp?: Date | undefined;
  readonly LastUpdateTimestamp?: Date | undefined;
  readonly DeletionTimestamp?: Date | undefined;
  readonly Tags?: readonly Tag[] | undefined;
}

export interface VpcEndpoint {
  readonly VpcEndpointId?: string | undefined;
  readonly VpcEndpointType?: string | undefined;
  readonly VpcId?: string | undefined;
  readonly ServiceName?: string | undefined;
  readonly State?: string | undefined;
  readonly PolicyDocument?: string | undefined;
  readonly RouteTableIds?: readonly string[] | undefined;
  readonly SubnetIds?: readonly string[] | undefined;
  readonly Groups?: readonly SecurityGroupIdentifier[] | undefined;
  readonly IpAddressType?: string | undefined;
  readonly DnsOptions?: DnsOptions | undefined;
  readonly PrivateDnsEnabled?: boolean | undefined;
  readonly RequesterManaged?: boolean | undefined;
  readonly NetworkInterfaceIds?: readonly string[] | undefined;
  readonly DnsEntries?: readonly DnsEntry[] | undefined;
  readonly CreationTimestamp?: Date | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly OwnerId?: string | undefined;
  readonly LastError?: LastError | undefined;
  readonly Ipv4Prefixes?: readonly SubnetIpPrefixes[] | undefined;
  readonly Ipv6Prefixes?: readonly SubnetIpPrefixes[] | undefined;
  readonly FailureReason?: string | undefined;
  readonly ServiceNetworkArn?: string | undefined;
  readonly ResourceConfigurationArn?: string | undefined;
  readonly ServiceRegion?: string | undefined;
}

export interface AttributeBooleanValue {
  readonly Value?: boolean | undefined;
}

export interface VpcBlockPublicAccessOptions {
  readonly AwsAccountId?: string | undefined;
  readonly AwsRegion?: string | undefined;
  readonly State?: string | undefined;
  readonly InternetGatewayBlockMode?: string | undefined;
  readonly Reason?: string | undefined;
  readonly LastUpdateTimestamp?: Date | undefined;
  readonly ManagedBy?: string | undefined;
  readonly ExclusionsAllowed?: string | undefined;
}

export interface InstanceMetadataOptionsResponse {
  readonly State?: string | undefined;
  readonly HttpTokens?: string | undefined;
  readonly HttpPutResponseHopLimit?: number | undefined;
  readonly HttpEndpoint?: string | undefined;
  readonly HttpProtocolIpv6?: string | undefined;
  readonly InstanceMetadataTags?: string | undefined;
}

export interface VpcPeeringConnectionVpcInfo {
  readonly CidrBlock?: string | undefined;
  readonly Ipv6CidrBlockSet?: readonly Ipv6CidrBlock[] | undefined;
  readonly CidrBlockSet?: readonly CidrBlock[] | undefined;
  readonly OwnerId?: string | undefined;
  readonly PeeringOptions?: VpcPeeringConnectionOptionsDescription | undefined;
  readonly VpcId?: string | undefined;
  readonly Region?: string | undefined;
}

export interface VpcPeeringConnectionStateReason {
  readonly Code?: string | undefined;
  readonly Message?: string | undefined;
}

export interface IamInstanceProfile {
  readonly Arn?: string | undefined;
  readonly Id?: string | undefined;
}

export interface SubnetCidrBlockState {
  readonly State?: string | undefined;
  readonly StatusMessage?: string | undefined;
}

export interface VpcCidrBlockState {
  readonly State?: string | undefined;
  readonly StatusMessage?: string | undefined;
}

export interface SecurityGroupRule {
  readonly SecurityGroupRuleId?: string | undefined;
  readonly GroupId?: string | undefined;
  readonly GroupOwnerId?: string | undefined;
  readonly IsEgress?: boolean | undefined;
  readonly IpProtocol?: string | undefined;
  readonly FromPort?: number | undefined;
  readonly ToPort?: number | undefined;
  readonly CidrIpv4?: string | undefined;
  readonly CidrIpv6?: string | undefined;
  readonly PrefixListId?: string | undefined;
  readonly ReferencedGroupInfo?: ReferencedSecurityGroup | undefined;
  readonly Description?: string | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly SecurityGroupRuleArn?: string | undefined;
}

export interface ProvisionedBandwidth {
  readonly ProvisionTime?: Date | undefined;
  readonly Provisioned?: string | undefined;
  readonly RequestTime?: Date | undefined;
  readonly Requested?: string | undefined;
  readonly Status?: string | undefined;
}

export interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

export interface PrivateDnsNameOptionsOnLaunch {
  readonly HostnameType?: string | undefined;
  readonly EnableResourceNameDnsARecord?: boolean | undefined;
  readonly EnableResourceNameDnsAAAARecord?: boolean | undefined;
}

export interface BlockPublicAccessStates {
  readonly InternetGatewayBlockMode?: string | undefined;
}

export interface TransitGatewayOptions {
  readonly AmazonSideAsn?: number | undefined;
  readonly TransitGatewayCidrBlocks?: readonly string[] | undefined;
  readonly AutoAcceptSharedAttachments?: string | undefined;
  readonly DefaultRouteTableAssociation?: string | undefined;
  readonly AssociationDefaultRouteTableId?: string | undefined;
  readonly DefaultRouteTablePropagation?: string | undefined;
  readonly PropagationDefaultRouteTableId?: string | undefined;
  readonly VpnEcmpSupport?: string | undefined;
  readonly DnsSupport?: string | undefined;
  readonly SecurityGroupReferencingSupport?: string | undefined;
  readonly MulticastSupport?: string | undefined;
  readonly EncryptionSupport?: EncryptionSupport | undefined;
}

export interface TransitGatewayVpcAttachmentOptions {
  readonly DnsSupport?: string | undefined;
  readonly SecurityGroupReferencingSupport?: string | undefined;
  readonly Ipv6Support?: string | undefined;
  readonly ApplianceModeSupport?: string | undefined;
}

export interface VpcEncryptionControl {
  readonly VpcId?: string | undefined;
  readonly VpcEncryptionControlId?: string | undefined;
  readonly Mode?: string | undefined;
  readonly State?: string | undefined;
  readonly StateMessage?: string | undefined;
  readonly ResourceExclusions?: VpcEncryptionControlExclusions | undefined;
  readonly Tags?: readonly Tag[] | undefined;
}

export interface DnsOptions {
  readonly DnsRecordIpType?: string | undefined;
  readonly PrivateDnsOnlyForInboundResolverEndpoint?: boolean | undefined;
  readonly PrivateDnsPreference?: string | undefined;
  readonly PrivateDnsSpecifiedDomains?: readonly string[] | undefined;
}

export interface LastError {
  readonly Message?: string | undefined;
  readonly Code?: string | undefined;
}

export interface UnsuccessfulItem {
  readonly Error?: UnsuccessfulItemError | undefined;
  readonly ResourceId?: string | undefined;
}

export interface AccountAttribute {
  readonly AttributeName?: string | undefined;
  readonly AttributeValues?: readonly AccountAttributeValue[] | undefined;
}

export interface Address {
  readonly AllocationId?: string | undefined;
  readonly AssociationId?: string | undefined;
  readonly Domain?: string | undefined;
  readonly NetworkInterfaceId?: string | undefined;
  readonly NetworkInterfaceOwnerId?: string | undefined;
  readonly PrivateIpAddress?: string | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly PublicIpv4Pool?: string | undefined;
  readonly NetworkBorderGroup?: string | undefined;
  readonly CustomerOwnedIp?: string | undefined;
  readonly CustomerOwnedIpv4Pool?: string | undefined;
  readonly CarrierIp?: string | undefined;
  readonly SubnetId?: string | undefined;
  readonly ServiceManaged?: string | undefined;
  readonly InstanceId?: string | undefined;
  readonly PublicIp?: string | undefined;
}

export interface AddressAttribute {
  readonly PublicIp?: string | undefined;
  readonly AllocationId?: string | undefined;
  readonly PtrRecord?: string | undefined;
  readonly PtrRecordUpdate?: PtrUpdateStatus | undefined;
}

export interface AvailabilityZone {
  readonly OptInStatus?: string | undefined;
  readonly Messages?: readonly AvailabilityZoneMessage[] | undefined;
  readonly RegionName?: string | undefined;
  readonly ZoneName?: string | undefined;
  readonly ZoneId?: string | undefined;
  readonly GroupName?: string | undefined;
  readonly NetworkBorderGroup?: string | undefined;
  readonly ZoneType?: string | undefined;
  readonly ParentZoneName?: string | undefined;
  readonly ParentZoneId?: string | undefined;
  readonly GroupLongName?: string | undefined;
  readonly Geography?: readonly AvailabilityZoneGeography[] | undefined;
  readonly SubGeography?: readonly AvailabilityZoneSubGeography[] | undefined;
  readonly State?: string | undefined;
}

export interface Reservation {
  readonly ReservationId?: string | undefined;
  readonly OwnerId?: string | undefined;
  readonly Instances?: readonly Instance[] | undefined;
}

export interface NetworkInterface {
  readonly Association?: NetworkInterfaceAssociation | undefined;
  readonly Attachment?: NetworkInterfaceAttachment | undefined;
  readonly AvailabilityZone?: string | undefined;
  readonly ConnectionTrackingConfiguration?: ConnectionTrackingConfiguration | undefined;
  readonly Description?: string | undefined;
  readonly Groups?: readonly GroupIdentifier[] | undefined;
  readonly InterfaceType?: string | undefined;
  readonly Ipv6Addresses?: readonly NetworkInterfaceIpv6Address[] | undefined;
  readonly MacAddress?: string | undefined;
  readonly NetworkInterfaceId?: string | undefined;
  readonly OutpostArn?: string | undefined;
  readonly OwnerId?: string | undefined;
  readonly PrivateDnsName?: string | undefined;
  readonly PublicDnsName?: string | undefined;
  readonly PublicIpDnsNameOptions?: PublicIpDnsNameOptions | undefined;
  readonly PrivateIpAddress?: string | undefined;
  readonly PrivateIpAddresses?: readonly NetworkInterfacePrivateIpAddress[] | undefined;
  readonly Ipv4Prefixes?: readonly Ipv4PrefixSpecification[] | undefined;
  readonly Ipv6Prefixes?: readonly Ipv6PrefixSpecification[] | undefined;
  readonly RequesterId?: string | undefined;
  readonly RequesterManaged?: boolean | undefined;
  readonly SourceDestCheck?: boolean | undefined;
  readonly Status?: string | undefined;
  readonly SubnetId?: string | undefined;
  readonly TagSet?: readonly Tag[] | undefined;
  readonly VpcId?: string | undefined;
  readonly DenyAllIgwTraffic?: boolean | undefined;
  readonly Ipv6Native?: boolean | undefined;
  readonly Ipv6Address?: string | undefined;
  readonly Operator?: OperatorResponse | undefined;
  readonly AssociatedSubnets?: readonly string[] | undefined;
  readonly AvailabilityZoneId?: string | undefined;
}

export interface PrefixList {
  readonly Cidrs?: readonly string[] | undefined;
  readonly PrefixListId?: string | undefined;
  readonly PrefixListName?: string | undefined;
}

export interface Region {
  readonly OptInStatus?: string | undefined;
  readonly Geography?: readonly RegionGeography[] | undefined;
  readonly RegionName?: string | undefined;
  readonly Endpoint?: string | undefined;
}

export interface SecurityGroup {
  readonly GroupId?: string | undefined;
  readonly IpPermissionsEgress?: readonly IpPermission[] | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly VpcId?: string | undefined;
  readonly SecurityGroupArn?: string | undefined;
  readonly OwnerId?: string | undefined;
  readonly GroupName?: string | undefined;
  readonly Description?: string | undefined;
  readonly IpPermissions?: readonly IpPermission[] | undefined;
}

export interface TagDescription {
  readonly Key?: string | undefined;
  readonly ResourceId?: string | undefined;
  readonly ResourceType?: string | undefined;
  readonly Value?: string | undefined;
}

export interface TransitGatewayAttachment {
  readonly TransitGatewayAttachmentId?: string | undefined;
  readonly TransitGatewayId?: string | undefined;
  readonly TransitGatewayOwnerId?: string | undefined;
  readonly ResourceOwnerId?: string | undefined;
  readonly ResourceType?: string | undefined;
  readonly ResourceId?: string | undefined;
  readonly State?: string | undefined;
  readonly Association?: TransitGatewayAttachmentAssociation | undefined;
  readonly CreationTime?: Date | undefined;
  readonly Tags?: readonly Tag[] | undefined;
}

export interface ServiceDetail {
  readonly ServiceName?: string | undefined;
  readonly ServiceId?: string | undefined;
  readonly ServiceType?: readonly ServiceTypeDetail[] | undefined;
  readonly ServiceRegion?: string | undefined;
  readonly AvailabilityZoneIds?: readonly string[] | undefined;
  readonly AvailabilityZones?: readonly string[] | undefined;
  readonly Owner?: string | undefined;
  readonly BaseEndpointDnsNames?: readonly string[] | undefined;
  readonly PrivateDnsName?: string | undefined;
  readonly PrivateDnsNames?: readonly PrivateDnsDetails[] | undefined;
  readonly VpcEndpointPolicySupported?: boolean | undefined;
  readonly AcceptanceRequired?: boolean | undefined;
  readonly ManagesVpcEndpoints?: boolean | undefined;
  readonly PayerResponsibility?: string | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly PrivateDnsNameVerificationState?: string | undefined;
  readonly SupportedIpAddressTypes?: readonly string[] | undefined;
}

export interface PrefixListEntry {
  readonly Cidr?: string | undefined;
  readonly Description?: string | undefined;
}

export interface IpPermission {
  readonly IpProtocol?: string | undefined;
  readonly FromPort?: number | undefined;
  readonly ToPort?: number | undefined;
  readonly UserIdGroupPairs?: readonly UserIdGroupPair[] | undefined;
  readonly IpRanges?: readonly IpRange[] | undefined;
  readonly Ipv6Ranges?: readonly Ipv6Range[] | undefined;
  readonly PrefixListIds?: readonly PrefixListId[] | undefined;
}

export interface RevokedSecurityGroupRule {
  readonly SecurityGroupRuleId?: string | undefined;
  readonly GroupId?: string | undefined;
  readonly IsEgress?: boolean | undefined;
  readonly IpProtocol?: string | undefined;
  readonly FromPort?: number | undefined;
  readonly ToPort?: number | undefined;
  readonly CidrIpv4?: string | undefined;
  readonly CidrIpv6?: string | undefined;
  readonly PrefixListId?: string | undefined;
  readonly ReferencedGroupId?: string | undefined;
  readonly Description?: string | undefined;
}

export interface TransitGatewayRoute {
  readonly DestinationCidrBlock?: string | undefined;
  readonly PrefixListId?: string | undefined;
  readonly TransitGatewayRouteTableAnnouncementId?: string | undefined;
  readonly TransitGatewayAttachments?: readonly TransitGatewayRouteAttachment[] | undefined;
  readonly Type?: string | undefined;
  readonly State?: string | undefined;
}

export interface VpcPeeringConnectionOptionsDescription {
  readonly AllowDnsResolutionFromRemoteVpc?: boolean | undefined;
  readonly AllowEgressFromLocalClassicLinkToRemoteVpc?: boolean | undefined;
  readonly AllowEgressFromLocalVpcToRemoteClassicLink?: boolean | undefined;
}

export interface ReferencedSecurityGroup {
  readonly GroupId?: string | undefined;
  readonly PeeringStatus?: string | undefined;
  readonly UserId?: string | undefined;
  readonly VpcId?: string | undefined;
  readonly VpcPeeringConnectionId?: string | undefined;
}

export interface DhcpConfiguration {
  readonly Key?: string | undefined;
  readonly Values?: readonly AttributeValue[] | undefined;
}

export interface InternetGatewayAttachment {
  readonly State?: string | undefined;
  readonly VpcId?: string | undefined;
}

export interface NatGatewayAddress {
  readonly AllocationId?: string | undefined;
  readonly NetworkInterfaceId?: string | undefined;
  readonly PrivateIp?: string | undefined;
  readonly PublicIp?: string | undefined;
  readonly AssociationId?: string | undefined;
  readonly IsPrimary?: boolean | undefined;
  readonly FailureMessage?: string | undefined;
  readonly Status?: string | undefined;
  readonly AvailabilityZone?: string | undefined;
  readonly AvailabilityZoneId?: string | undefined;
}

export interface NatGatewayAttachedAppliance {
  readonly Type?: string | undefined;
  readonly ApplianceArn?: string | undefined;
  readonly VpcEndpointId?: string | undefined;
  readonly AttachmentState?: string | undefined;
  readonly ModificationState?: string | undefined;
  readonly FailureCode?: string | undefined;
  readonly FailureMessage?: string | undefined;
}

export interface NetworkAclAssociation {
  readonly NetworkAclAssociationId?: string | undefined;
  readonly NetworkAclId?: string | undefined;
  readonly SubnetId?: string | undefined;
}

export interface NetworkAclEntry {
  readonly CidrBlock?: string | undefined;
  readonly Egress?: boolean | undefined;
  readonly IcmpTypeCode?: IcmpTypeCode | undefined;
  readonly Ipv6CidrBlock?: string | undefined;
  readonly PortRange?: PortRange | undefined;
  readonly Protocol?: string | undefined;
  readonly RuleAction?: string | undefined;
  readonly RuleNumber?: number | undefined;
}

export interface RouteTableAssociation {
  readonly Main?: boolean | undefined;
  readonly RouteTableAssociationId?: string | undefined;
  readonly RouteTableId?: string | undefined;
  readonly SubnetId?: string | undefined;
  readonly GatewayId?: string | undefined;
  readonly PublicIpv4Pool?: string | undefined;
  readonly AssociationState?: RouteTableAssociationState | undefined;
}

export interface PropagatingVgw {
  readonly GatewayId?: string | undefined;
}

export interface Route {
  readonly DestinationCidrBlock?: string | undefined;
  readonly DestinationIpv6CidrBlock?: string | undefined;
  readonly DestinationPrefixListId?: string | undefined;
  readonly EgressOnlyInternetGatewayId?: string | undefined;
  readonly GatewayId?: string | undefined;
  readonly InstanceId?: string | undefined;
  readonly InstanceOwnerId?: string | undefined;
  readonly NatGatewayId?: string | undefined;
  readonly TransitGatewayId?: string | undefined;
  readonly LocalGatewayId?: string | undefined;
  readonly CarrierGatewayId?: string | undefined;
  readonly NetworkInterfaceId?: string | undefined;
  readonly Origin?: string | undefined;
  readonly State?: string | undefined;
  readonly VpcPeeringConnectionId?: string | undefined;
  readonly CoreNetworkArn?: string | undefined;
  readonly OdbNetworkArn?: string | undefined;
  readonly IpAddress?: string | undefined;
}

export interface EncryptionSupport {
  readonly EncryptionState?: string | undefined;
  readonly StateMessage?: string | undefined;
}

export interface VpcEncryptionControlExclusions {
  readonly InternetGateway?: VpcEncryptionControlExclusion | undefined;
  readonly EgressOnlyInternetGateway?: VpcEncryptionControlExclusion | undefined;
  readonly NatGateway?: VpcEncryptionControlExclusion | undefined;
  readonly VirtualPrivateGateway?: VpcEncryptionControlExclusion | undefined;
  readonly VpcPeering?: VpcEncryptionControlExclusion | undefined;
  readonly Lambda?: VpcEncryptionControlExclusion | undefined;
  readonly VpcLattice?: VpcEncryptionControlExclusion | undefined;
  readonly ElasticFileSystem?: VpcEncryptionControlExclusion | undefined;
}

export interface SecurityGroupIdentifier {
  readonly GroupId?: string | undefined;
  readonly GroupName?: string | undefined;
}

export interface DnsEntry {
  readonly DnsName?: string | undefined;
  readonly HostedZoneId?: string | undefined;
}

export interface SubnetIpPrefixes {
  readonly SubnetId?: string | undefined;
  readonly IpPrefixes?: readonly string[] | undefined;
}

export interface UnsuccessfulItemError {
  readonly Code?: string | undefined;
  readonly Message?: string | undefined;
}

export interface PtrUpdateStatus {
  readonly Value?: string | undefined;
  readonly Status?: string | undefined;
  readonly Reason?: string | undefined;
}

export interface NetworkInterfaceAssociation {
  readonly AllocationId?: string | undefined;
  readonly AssociationId?: string | undefined;
  readonly IpOwnerId?: string | undefined;
  readonly PublicDnsName?: string | undefined;
  readonly PublicIp?: string | undefined;
  readonly CustomerOwnedIp?: string | undefined;
  readonly CarrierIp?: string | undefined;
}

export interface NetworkInterfaceAttachment {
  readonly AttachTime?: Date | undefined;
  readonly AttachmentId?: string | undefined;
  readonly DeleteOnTermination?: boolean | undefined;
  readonly DeviceIndex?: number | undefined;
  readonly NetworkCardIndex?: number | undefined;
  readonly InstanceId?: string | undefined;
  readonly InstanceOwnerId?: string | undefined;
  readonly Status?: string | undefined;
  readonly EnaSrdSpecification?: AttachmentEnaSrdSpecification | undefined;
  readonly EnaQueueCount?: number | undefined;
}

export interface ConnectionTrackingConfiguration {
  readonly TcpEstablishedTimeout?: number | undefined;
  readonly UdpStreamTimeout?: number | undefined;
  readonly UdpTimeout?: number | undefined;
}

export interface PublicIpDnsNameOptions {
  readonly DnsHostnameType?: string | undefined;
  readonly PublicIpv4DnsName?: string | undefined;
  readonly PublicIpv6DnsName?: string | undefined;
  readonly PublicDualStackDnsName?: string | undefined;
}

export interface OperatorResponse {
  readonly Managed?: boolean | undefined;
  readonly Principal?: string | undefined;
  readonly HiddenByDefault?: boolean | undefined;
}

export interface TransitGatewayAttachmentAssociation {
  readonly TransitGatewayRouteTableId?: string | undefined;
  readonly State?: string | undefined;
}

export interface Ipv6CidrBlock {
  readonly Ipv6CidrBlock?: string | undefined;
}

export interface CidrBlock {
  readonly CidrBlock?: string | undefined;
}

export interface IcmpTypeCode {
  readonly Code?: number | undefined;
  readonly Type?: number | undefined;
}

export interface PortRange {
  readonly From?: number | undefined;
  readonly To?: number | undefined;
}

export interface VpcEncryptionControlExclusion {
  readonly State?: string | undefined;
  readonly StateMessage?: string | undefined;
}

export interface AccountAttributeValue {
  readonly AttributeValue?: string | undefined;
}

export interface AvailabilityZoneMessage {
  readonly Message?: string | undefined;
}

export interface AvailabilityZoneGeography {
  readonly Name?: string | undefined;
}

export interface AvailabilityZoneSubGeography {
  readonly Name?: string | undefined;
}

export interface Instance {
  readonly Architecture?: string | undefined;
  readonly IamInstanceProfile?: IamInstanceProfile | undefined;
  readonly NetworkInterfaces?: readonly InstanceNetworkInterface[] | undefined;
  readonly SecurityGroups?: readonly GroupIdentifier[] | undefined;
  readonly SourceDestCheck?: boolean | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly MetadataOptions?: InstanceMetadataOptionsResponse | undefined;
  readonly Ipv6Address?: string | undefined;
  readonly InstanceId?: string | undefined;
  readonly ImageId?: string | undefined;
  readonly State?: InstanceState | undefined;
  readonly PrivateDnsName?: string | undefined;
  readonly PublicDnsName?: string | undefined;
  readonly InstanceType?: string | undefined;
  readonly LaunchTime?: Date | undefined;
  readonly Placement?: Placement | undefined;
  readonly SubnetId?: string | undefined;
  readonly VpcId?: string | undefined;
  readonly PrivateIpAddress?: string | undefined;
  readonly PublicIpAddress?: string | undefined;
}

export interface AttachmentEnaSrdSpecification {
  readonly EnaSrdEnabled?: boolean | undefined;
  readonly EnaSrdUdpSpecification?: AttachmentEnaSrdUdpSpecification | undefined;
}

export interface GroupIdentifier {
  readonly GroupId?: string | undefined;
  readonly GroupName?: string | undefined;
}

export interface NetworkInterfaceIpv6Address {
  readonly Ipv6Address?: string | undefined;
  readonly PublicIpv6DnsName?: string | undefined;
  readonly IsPrimaryIpv6?: boolean | undefined;
}

export interface NetworkInterfacePrivateIpAddress {
  readonly Association?: NetworkInterfaceAssociation | undefined;
  readonly Primary?: boolean | undefined;
  readonly PrivateDnsName?: string | undefined;
  readonly PrivateIpAddress?: string | undefined;
}

export interface Ipv4PrefixSpecification {
  readonly Ipv4Prefix?: string | undefined;
}

export interface Ipv6PrefixSpecification {
  readonly Ipv6Prefix?: string | undefined;
}

export interface RegionGeography {
  readonly Name?: string | undefined;
}

export interface ServiceTypeDetail {
  readonly ServiceType?: string | undefined;
}

export interface PrivateDnsDetails {
  readonly PrivateDnsName?: string | undefined;
}

export interface UserIdGroupPair {
  readonly Description?: string | undefined;
  readonly UserId?: string | undefined;
  readonly GroupName?: string | undefined;
  readonly GroupId?: string | undefined;
  readonly VpcId?: string | undefined;
  readonly VpcPeeringConnectionId?: string | undefined;
  readonly PeeringStatus?: string | undefined;
}

export interface IpRange {
  readonly Description?: string | undefined;
  readonly CidrIp?: string | undefined;
}

export interface Ipv6Range {
  readonly Description?: string | undefined;
  readonly CidrIpv6?: string | undefined;
}

export interface PrefixListId {
  readonly Description?: string | undefined;
  readonly PrefixListId?: string | undefined;
}

export interface TransitGatewayRouteAttachment {
  readonly ResourceId?: string | undefined;
  readonly TransitGatewayAttachmentId?: string | undefined;
  readonly ResourceType?: string | undefined;
}

export interface AttributeValue {
  readonly Value?: string | undefined;
}

export interface InstanceState {
  readonly Code?: number | undefined;
  readonly Name?: string | undefined;
}

export interface Placement {
  readonly AvailabilityZoneId?: string | undefined;
  readonly Affinity?: string | undefined;
  readonly GroupName?: string | undefined;
  readonly PartitionNumber?: number | undefined;
  readonly HostId?: string | undefined;
  readonly Tenancy?: string | undefined;
  readonly SpreadDomain?: string | undefined;
  readonly HostResourceGroupArn?: string | undefined;
  readonly GroupId?: string | undefined;
  readonly AvailabilityZone?: string | undefined;
}

export interface AttachmentEnaSrdUdpSpecification {
  readonly EnaSrdUdpEnabled?: boolean | undefined;
}

export interface InstanceNetworkInterface {
  readonly Association?: InstanceNetworkInterfaceAssociation | undefined;
  readonly Attachment?: InstanceNetworkInterfaceAttachment | undefined;
  readonly Description?: string | undefined;
  readonly Groups?: readonly GroupIdentifier[] | undefined;
  readonly Ipv6Addresses?: readonly InstanceIpv6Address[] | undefined;
  readonly MacAddress?: string | undefined;
  readonly NetworkInterfaceId?: string | undefined;
  readonly OwnerId?: string | undefined;
  readonly PrivateDnsName?: string | undefined;
  readonly PrivateIpAddress?: string | undefined;
  readonly PrivateIpAddresses?: readonly InstancePrivateIpAddress[] | undefined;
  readonly SourceDestCheck?: boolean | undefined;
  readonly Status?: string | undefined;
  readonly SubnetId?: string | undefined;
  readonly VpcId?: string | undefined;
  readonly InterfaceType?: string | undefined;
}

export interface InstanceNetworkInterfaceAssociation {
  readonly CarrierIp?: string | undefined;
  readonly CustomerOwnedIp?: string | undefined;
  readonly IpOwnerId?: string | undefined;
  readonly PublicDnsName?: string | undefined;
  readonly PublicIp?: string | undefined;
}

export interface InstanceNetworkInterfaceAttachment {
  readonly AttachTime?: Date | undefined;
  readonly AttachmentId?: string | undefined;
  readonly DeleteOnTermination?: boolean | undefined;
  readonly DeviceIndex?: number | undefined;
  readonly Status?: string | undefined;
  readonly NetworkCardIndex?: number | undefined;
}

export interface InstanceIpv6Address {
  readonly Ipv6Address?: string | undefined;
  readonly IsPrimaryIpv6?: boolean | undefined;
}

export interface InstancePrivateIpAddress {
  readonly Association?: InstanceNetworkInterfaceAssociation | undefined;
  readonly Primary?: boolean | undefined;
  readonly PrivateDnsName?: string | undefined;
  readonly PrivateIpAddress?: string | undefined;
}
