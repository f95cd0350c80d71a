import { type Operation, operation } from '../../core/service.ts';
import type { HostedZoneRecord, ZoneRecordSet } from '../../state.ts';
import { zoneErrors } from './errors.ts';
import type { Outputs, ResourceRecordSet } from './outputs.generated.ts';
import { changeInfo, onAll, onZone, plainName, requireZone } from './zones.ts';

interface RecordInput {
  readonly Name: string;
  readonly Type: string;
  readonly TTL?: number;
  readonly ResourceRecords?: readonly { readonly Value: string }[];
  readonly AliasTarget?: { readonly HostedZoneId: string; readonly DNSName: string };
}

interface Change {
  readonly Action: 'CREATE' | 'DELETE' | 'UPSERT';
  readonly ResourceRecordSet: RecordInput;
}

function recordOf(input: RecordInput): ZoneRecordSet {
  const { Name, Type, TTL, ResourceRecords = [], AliasTarget } = input;
  return {
    name: plainName(Name),
    type: Type,
    ...(TTL === undefined ? {} : { ttl: TTL }),
    values: ResourceRecords.map(({ Value }) => Value),
    ...(AliasTarget === undefined
      ? {}
      : { alias: { zoneId: AliasTarget.HostedZoneId, name: plainName(AliasTarget.DNSName) } }),
  };
}

/** One change of a batch. @throws AwsError `InvalidChangeBatch`. */
function changed(zone: HostedZoneRecord, { Action, ResourceRecordSet }: Change): HostedZoneRecord {
  const record = recordOf(ResourceRecordSet);
  const { name, type } = record;
  if (name !== zone.name && !name.endsWith(`.${zone.name}`)) {
    throw zoneErrors.badChange(
      `RRSet with DNS name ${name}. is not permitted in zone ${zone.name}.`,
    );
  }
  const isIt = (one: ZoneRecordSet): boolean => one.name === name && one.type === type;
  const others = zone.records.filter((one) => !isIt(one));
  const isThere = others.length < zone.records.length;
  if (Action === 'CREATE' && isThere) {
    throw zoneErrors.badChange(
      `Tried to create resource record set [name='${name}.', type='${type}'] but it already exists`,
    );
  }
  if (Action === 'DELETE' && !isThere) {
    throw zoneErrors.badChange(
      `Tried to delete resource record set [name='${name}.', type='${type}'] but it was not found`,
    );
  }
  return { ...zone, records: Action === 'DELETE' ? others : [...others, record] };
}

const change = operation<
  { readonly HostedZoneId: string; readonly ChangeBatch: { readonly Changes: readonly Change[] } },
  Outputs['ChangeResourceRecordSets']
>({
  permissions: onZone('ChangeResourceRecordSets'),
  run({ HostedZoneId, ChangeBatch }, call) {
    const zone = ChangeBatch.Changes.reduce(changed, requireZone(call, HostedZoneId));
    call.core.state.hostedZones.put(zone.id, zone);
    return { ChangeInfo: changeInfo(call) };
  },
});

function render({ name, type, ttl, values, alias }: ZoneRecordSet): ResourceRecordSet {
  return {
    Name: `${name.replace('*', '\\052')}.`,
    Type: type,
    ...(ttl === undefined ? {} : { TTL: ttl }),
    ...(alias === undefined
      ? { ResourceRecords: values.map((Value) => ({ Value })) }
      : {
          AliasTarget: {
            HostedZoneId: alias.zoneId,
            DNSName: `${alias.name}.`,
            EvaluateTargetHealth: false,
          },
        }),
  };
}

interface ListRecords {
  readonly HostedZoneId: string;
  readonly StartRecordName?: string;
  readonly StartRecordType?: string;
  readonly MaxItems?: string;
}

/** Records in the order of their names, from the one that is named on. */
const list = operation<ListRecords, Outputs['ListResourceRecordSets']>({
  permissions: onZone('ListResourceRecordSets'),
  run({ HostedZoneId, StartRecordName, StartRecordType = '', MaxItems = '300' }, call) {
    const keyOf = ({ name, type }: Pick<ZoneRecordSet, 'name' | 'type'>) => `${name} ${type}`;
    const start =
      StartRecordName === undefined
        ? ''
        : keyOf({ name: plainName(StartRecordName), type: StartRecordType });
    const all = [...requireZone(call, HostedZoneId).records]
      .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
      .filter((record) => keyOf(record) >= start);
    const most = Math.min(300, Math.max(1, Number(MaxItems) || 300));
    const next = all[most];
    return {
      ResourceRecordSets: all.slice(0, most).map(render),
      IsTruncated: next !== undefined,
      NextRecordName: next === undefined ? undefined : `${next.name}.`,
      NextRecordType: next?.type,
      NextRecordIdentifier: undefined,
      MaxItems: String(most),
    };
  },
});

const getChange = operation<{ readonly Id: string }, Outputs['GetChange']>({
  permissions: onAll('GetChange'),
  run: (_input, call) => ({ ChangeInfo: changeInfo(call) }),
});

/** Zones have no tags here. */
const listTags = operation<
  { readonly ResourceType: string; readonly ResourceId: string },
  Outputs['ListTagsForResource']
>({
  permissions: ({ ResourceId }, call) => onZone('ListTagsForResource')({ Id: ResourceId }, call),
  run({ ResourceType, ResourceId }, call) {
    requireZone(call, ResourceId);
    return { ResourceTagSet: { ResourceType, ResourceId, Tags: [] } };
  },
});

export const recordOperations: Readonly<Record<string, Operation>> = {
  ChangeResourceRecordSets: change,
  ListResourceRecordSets: list,
  GetChange: getChange,
  ListTagsForResource: listTags,
};
