// Route 53 and its Resolver. Names have no dot at their end. Times are milliseconds since the epoch.

export interface ZoneRecordSet {
  readonly name: string;
  /** Such as `A`. */
  readonly type: string;
  readonly ttl?: number;
  readonly values: readonly string[];
  /** In place of values. */
  readonly alias?: { readonly zoneId: string; readonly name: string };
}

/** A private hosted zone. Keyed by its id. */
export interface HostedZoneRecord {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly comment: string;
  readonly callerReference: string;
  readonly vpcs: readonly { readonly id: string; readonly region: string }[];
  readonly records: readonly ZoneRecordSet[];
  readonly createdAt: number;
}

/** Keyed by `account/region/id`. */
export interface ResolverRuleRecord {
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  readonly domainName: string;
  readonly ruleType: string;
  readonly targetIps: readonly { readonly ip: string; readonly port: number }[];
  readonly endpointId?: string;
  readonly creatorRequestId: string;
  readonly createdAt: number;
}

/** A rule that holds in a VPC. Keyed by `account/region/id`. */
export interface ResolverAssociationRecord {
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  readonly ruleId: string;
  readonly vpcId: string;
}
