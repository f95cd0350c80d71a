// What operations return, by AWS's model. Written by scripts/generate-output-types.ts.

/** An operation that returns nothing. */
export type Nothing = Readonly<Record<string, never>>;

/** Outputs by operation. */
export interface Outputs {
  readonly LookupEvents: LookupEventsResponse;
}

export interface LookupEventsResponse {
  readonly Events: readonly Event[] | undefined;
  readonly NextToken: string | undefined;
}

export interface Event {
  readonly EventId?: string | undefined;
  readonly EventName?: string | undefined;
  readonly ReadOnly?: string | undefined;
  readonly AccessKeyId?: string | undefined;
  readonly EventTime?: Date | undefined;
  readonly EventSource?: string | undefined;
  readonly Username?: string | undefined;
  readonly Resources?: readonly Resource[] | undefined;
  readonly CloudTrailEvent?: string | undefined;
}

export interface Resource {
  readonly ResourceType?: string | undefined;
  readonly ResourceName?: string | undefined;
}
