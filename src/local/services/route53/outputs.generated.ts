// What operations return, by AWS's model. Written by scripts/generate-output-types.ts.

/** An operation that returns nothing. */
export type Nothing = Readonly<Record<string, never>>;

/** Outputs by operation. */
export interface Outputs {
  readonly AssociateVPCWithHostedZone: AssociateVPCWithHostedZoneResponse;
  readonly ChangeResourceRecordSets: ChangeResourceRecordSetsResponse;
  readonly CreateHostedZone: CreateHostedZoneResponse;
  readonly DeleteHostedZone: DeleteHostedZoneResponse;
  readonly DisassociateVPCFromHostedZone: DisassociateVPCFromHostedZoneResponse;
  readonly GetChange: GetChangeResponse;
  readonly GetHostedZone: GetHostedZoneResponse;
  readonly ListHostedZones: ListHostedZonesResponse;
  readonly ListHostedZonesByVPC: ListHostedZonesByVPCResponse;
  readonly ListResourceRecordSets: ListResourceRecordSetsResponse;
  readonly ListTagsForResource: ListTagsForResourceResponse;
}

export interface AssociateVPCWithHostedZoneResponse {
  readonly ChangeInfo: ChangeInfo;
}

export interface ChangeResourceRecordSetsResponse {
  readonly ChangeInfo: ChangeInfo;
}

export interface CreateHostedZoneResponse {
  readonly HostedZone: HostedZone;
  readonly ChangeInfo: ChangeInfo;
  readonly DelegationSet: DelegationSet;
  readonly VPC: VPC | undefined;
  readonly Location: string;
}

export interface DeleteHostedZoneResponse {
  readonly ChangeInfo: ChangeInfo;
}

export interface DisassociateVPCFromHostedZoneResponse {
  readonly ChangeInfo: ChangeInfo;
}

export interface GetChangeResponse {
  readonly ChangeInfo: ChangeInfo;
}

export interface GetHostedZoneResponse {
  readonly HostedZone: HostedZone;
  readonly DelegationSet: DelegationSet | undefined;
  readonly VPCs: readonly VPC[] | undefined;
}

export interface ListHostedZonesResponse {
  readonly HostedZones: readonly HostedZone[];
  readonly Marker: string;
  readonly IsTruncated: boolean;
  readonly NextMarker: string | undefined;
  readonly MaxItems: string;
}

export interface ListHostedZonesByVPCResponse {
  readonly HostedZoneSummaries: readonly HostedZoneSummary[];
  readonly MaxItems: string;
  readonly NextToken: string | undefined;
}

export interface ListResourceRecordSetsResponse {
  readonly ResourceRecordSets: readonly ResourceRecordSet[];
  readonly IsTruncated: boolean;
  readonly NextRecordName: string | undefined;
  readonly NextRecordType: string | undefined;
  readonly NextRecordIdentifier: string | undefined;
  readonly MaxItems: string;
}

export interface ListTagsForResourceResponse {
  readonly ResourceTagSet: ResourceTagSet;
}

export interface ChangeInfo {
  readonly Id: string;
  readonly Status: string;
  readonly SubmittedAt: Date;
  readonly Comment?: string | undefined;
}

export interface HostedZone {
  readonly Id: string;
  readonly Name: string;
  readonly CallerReference: string;
  readonly Config?: HostedZoneConfig | undefined;
  readonly ResourceRecordSetCount?: number | undefined;
  readonly LinkedService?: LinkedService | undefined;
  readonly Features?: HostedZoneFeatures | undefined;
}

export interface DelegationSet {
  readonly Id?: string | undefined;
  readonly CallerReference?: string | undefined;
  readonly NameServers: readonly string[];
}

export interface VPC {
  readonly VPCRegion?: string | undefined;
  readonly VPCId?: string | undefined;
}

export interface ResourceTagSet {
  readonly ResourceType?: string | undefined;
  readonly ResourceId?: string | undefined;
  readonly Tags?: readonly Tag[] | undefined;
}

export interface HostedZoneConfig {
  readonly Comment?: string | undefined;
  readonly PrivateZone?: boolean | undefined;
}

export interface LinkedService {
  readonly ServicePrincipal?: string | undefined;
  readonly Description?: string | undefined;
}

export interface HostedZoneFeatures {
  readonly AcceleratedRecoveryStatus?: string | undefined;
  readonly FailureReasons?: HostedZoneFailureReasons | undefined;
}

export interface HostedZoneSummary {
  readonly HostedZoneId: string;
  readonly Name: string;
  readonly Owner: HostedZoneOwner;
}

export interface ResourceRecordSet {
  readonly Name: string;
  readonly Type: string;
  readonly SetIdentifier?: string | undefined;
  readonly Weight?: number | undefined;
  readonly Region?: string | undefined;
  readonly GeoLocation?: GeoLocation | undefined;
  readonly Failover?: string | undefined;
  readonly MultiValueAnswer?: boolean | undefined;
  readonly TTL?: number | undefined;
  readonly ResourceRecords?: readonly ResourceRecord[] | undefined;
  readonly AliasTarget?: AliasTarget | undefined;
  readonly HealthCheckId?: string | undefined;
  readonly TrafficPolicyInstanceId?: string | undefined;
  readonly CidrRoutingConfig?: CidrRoutingConfig | undefined;
  readonly GeoProximityLocation?: GeoProximityLocation | undefined;
}

export interface HostedZoneFailureReasons {
  readonly AcceleratedRecovery?: string | undefined;
}

export interface HostedZoneOwner {
  readonly OwningAccount?: string | undefined;
  readonly OwningService?: string | undefined;
}

export interface GeoLocation {
  readonly ContinentCode?: string | undefined;
  readonly CountryCode?: string | undefined;
  readonly SubdivisionCode?: string | undefined;
}

export interface AliasTarget {
  readonly HostedZoneId: string;
  readonly DNSName: string;
  readonly EvaluateTargetHealth: boolean;
}

export interface CidrRoutingConfig {
  readonly CollectionId: string;
  readonly LocationName: string;
}

export interface GeoProximityLocation {
  readonly AWSRegion?: string | undefined;
  readonly LocalZoneGroup?: string | undefined;
  readonly Coordinates?: Coordinates | undefined;
  readonly Bias?: number | undefined;
}

export interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

export interface ResourceRecord {
  readonly Value: string;
}

export interface Coordinates {
  readonly Latitude: string;
  readonly Longitude: string;
}
