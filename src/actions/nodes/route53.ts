import type { AwsChangeFacts } from './base.ts';

/** Takes a private hosted zone away from a VPC; it must have another one. */
export interface DisassociateHostedZone extends AwsChangeFacts {
  readonly kind: 'disassociate-hosted-zone';
  readonly hostedZoneId: string;
  readonly vpcId: string;
  readonly vpcRegion: string;
}

/** A record set of a hosted zone, with all that has to be said to delete it. Names have no dot at their end. */
export interface RecordSet {
  readonly name: string;
  readonly type: string;
  /** Addresses or names; of an alias the name that it stands for. */
  readonly values: readonly string[];
  readonly ttl?: number;
  readonly alias?: { readonly hostedZoneId: string; readonly evaluateTargetHealth: boolean };
}

/** Deletes records: a zone can be deleted only without any. */
export interface DeleteZoneRecords extends AwsChangeFacts {
  readonly kind: 'delete-zone-records';
  readonly hostedZoneId: string;
  readonly records: readonly RecordSet[];
}

export interface DeleteHostedZone extends AwsChangeFacts {
  readonly kind: 'delete-hosted-zone';
  readonly hostedZoneId: string;
}

/** Lets a private hosted zone answer in one more VPC. */
export interface AssociateHostedZone extends AwsChangeFacts {
  readonly kind: 'associate-hosted-zone';
  readonly hostedZoneId: string;
  readonly vpcId: string;
  readonly vpcRegion: string;
}

export type Route53Change =
  | AssociateHostedZone
  | DisassociateHostedZone
  | DeleteZoneRecords
  | DeleteHostedZone;
