import { type Operation, operation } from '../../core/service.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import { cloudTrailEvent, isReadOnly, userNameOf } from '../../trail/render.ts';
import { resourceType } from '../../trail/resource-type.ts';
import type { Trail, TrailRecord } from '../../trail/trail.ts';
import type { Outputs } from './outputs.generated.ts';

interface LookupEvents {
  readonly LookupAttributes?: readonly {
    readonly AttributeKey: string;
    readonly AttributeValue: string;
  }[];
  readonly StartTime?: Date;
  readonly EndTime?: Date;
  readonly EventCategory?: string;
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

export const lookupEvents: Operation = operation<LookupEvents, Outputs['LookupEvents']>({
  permissions: (_input, { caller }) => [
    { action: 'cloudtrail:LookupEvents', resource: '*', accountId: caller.accountId },
  ],
  run(input, { core, caller, region }) {
    const { LookupAttributes: attributes = [], MaxResults: limit = 50 } = input;
    if (attributes.length > 1) {
      throw new AwsError(
        'InvalidLookupAttributesException',
        'You can specify only one lookup attribute.',
      );
    }
    if (input.StartTime && input.EndTime && input.StartTime > input.EndTime) {
      throw new AwsError('InvalidTimeRangeException', 'The start time is after the end time.');
    }
    // Insights events are not generated, so none are found.
    const records =
      input.EventCategory === undefined
        ? core.trail.newestFirst(caller.accountId, region, sequenceOf(input.NextToken))
        : [];
    const found: TrailRecord[] = [];
    for (const record of records) {
      if (!isWithin(record, input)) continue;
      const isWanted = attributes.every(({ AttributeKey, AttributeValue }) =>
        valuesOf(core.trail, record, AttributeKey).includes(AttributeValue),
      );
      if (!isWanted) continue;
      if (found.length === limit) {
        const last = found.at(-1)?.sequence;
        return {
          Events: found.map((one) => render(core.trail, one, caller.accountId)),
          NextToken: `${last}`,
        };
      }
      found.push(record);
    }
    const Events = found.map((one) => render(core.trail, one, caller.accountId));
    return { Events, NextToken: undefined };
  },
});

function sequenceOf(token: string | undefined): number | undefined {
  if (token === undefined) return undefined;
  if (!/^\d{1,15}$/.test(token)) {
    throw new AwsError('InvalidNextTokenException', 'The token is invalid.');
  }
  return Number(token);
}

function isWithin({ at }: TrailRecord, { StartTime, EndTime }: LookupEvents): boolean {
  const second = Math.floor(at / 1000) * 1000;
  return (
    (StartTime === undefined || at >= StartTime.getTime()) &&
    (EndTime === undefined || second <= EndTime.getTime())
  );
}

/** A resource is found by its ARN, or by the name at the end of the ARN. */
function valuesOf(trail: Trail, record: TrailRecord, key: string): readonly (string | undefined)[] {
  switch (key) {
    case 'EventId':
      return [trail.eventId(record)];
    case 'EventName':
      return [record.eventName];
    case 'ReadOnly':
      return [String(isReadOnly(record))];
    case 'Username':
      return [userNameOf(record)];
    case 'ResourceType':
      return record.about().resources.map(resourceType);
    case 'ResourceName':
      return record
        .about()
        .resources.flatMap((arn) => [arn, arn.replace(/^(?:[^:]*:){5}(?:\w+[/:])?/, '')]);
    case 'EventSource':
      return [record.eventSource];
    case 'AccessKeyId':
      return [record.caller?.accessKeyId];
    default:
      return [];
  }
}

function render(trail: Trail, record: TrailRecord, accountId: string) {
  const Username = userNameOf(record);
  const AccessKeyId = record.caller?.accessKeyId;
  return {
    EventId: trail.eventId(record),
    EventName: record.eventName,
    ReadOnly: String(isReadOnly(record)),
    EventTime: new Date(Math.floor(record.at / 1000) * 1000),
    EventSource: record.eventSource,
    ...(Username === undefined ? {} : { Username }),
    ...(AccessKeyId === undefined ? {} : { AccessKeyId }),
    Resources: record.about().resources.map((arn) => ({
      ResourceType: resourceType(arn),
      ResourceName: arn,
    })),
    CloudTrailEvent: JSON.stringify(cloudTrailEvent(trail, record, accountId)),
  };
}
