import type { Call } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import type { Happening } from '../../events/event.ts';
import { eventErrors } from './errors.ts';
import type { Outputs } from './outputs.generated.ts';
import { type OnBus, requireDefaultBus } from './rule.ts';

interface Entry extends OnBus {
  readonly Time?: Date;
  readonly Source?: string;
  readonly Resources?: readonly string[];
  readonly DetailType?: string;
  readonly Detail?: string;
}

/** Most bytes of a request's entries together (EventBridge quotas). */
const maxTotalSize = 1_048_576;

/** Puts custom events on the bus; an invalid entry does not affect the others. */
export const putEvents: Operation = operation<{ Entries: readonly Entry[] }, Outputs['PutEvents']>({
  permissions: (_input, { caller: { accountId }, region }) => [
    {
      action: 'events:PutEvents',
      resource: `arn:aws:events:${region}:${accountId}:event-bus/default`,
      accountId,
    },
  ],
  async run({ Entries: entries }, call) {
    const totalSize = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
    if (totalSize > maxTotalSize) throw eventErrors.tooLarge();
    for (const entry of entries) requireDefaultBus(entry);
    const Entries = entries.map((entry) => {
      const wrong = refusal(entry);
      if (wrong !== undefined) return { ErrorCode: wrong[0], ErrorMessage: wrong[1] };
      return { EventId: call.core.events.publish(happeningOf(entry, call)) };
    });
    // A caller waits until its events are on the bus, so that the bus never holds more than one request of each
    // caller.
    await call.core.events.settled();
    const FailedEntryCount = Entries.filter((entry) => 'ErrorCode' in entry).length;
    return { FailedEntryCount, Entries };
  },
});

/** Bytes, as EventBridge counts them (User Guide, "Calculating PutEvents event entry size"). */
function sizeOf({
  Time,
  Source = '',
  DetailType = '',
  Detail = '',
  Resources = [],
}: Entry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), Time === undefined ? 0 : 14);
}

/** The codes and messages of EventBridge (API reference, PutEventsResultEntry). */
function refusal(entry: Entry): readonly [code: string, message: string] | undefined {
  for (const field of ['Source', 'DetailType', 'Detail'] as const) {
    if (!entry[field]) {
      const reason = `${field} is a required argument.`;
      return ['InvalidArgument', `Parameter ${field} is not valid. Reason: ${reason}`];
    }
  }
  if (entry.Source?.startsWith('aws.')) {
    return ['NotAuthorizedForSourceException', 'Not authorized for the source.'];
  }
  return detailOf(entry) === undefined ? ['MalformedDetail', 'Detail is malformed.'] : undefined;
}

function detailOf({ Detail = '' }: Entry): Happening['detail'] | undefined {
  try {
    const detail: unknown = JSON.parse(Detail);
    const isObject = typeof detail === 'object' && detail !== null && !Array.isArray(detail);
    return isObject ? (detail as Happening['detail']) : undefined;
  } catch {
    return undefined;
  }
}

function happeningOf(entry: Entry, { caller, region, now }: Call): Happening {
  return {
    source: entry.Source ?? '',
    detailType: entry.DetailType ?? '',
    account: caller.accountId,
    region,
    at: entry.Time?.getTime() ?? now,
    resources: entry.Resources ?? [],
    detail: detailOf(entry) ?? {},
  };
}
