import type { Call } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import { networkKey } from '../../network-state.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { OwnedRecord } from '../../state.ts';
import { type Filter, filtered, type Paging, pageOf } from './describe.ts';
import { ownInstances } from './instances.ts';
import { arnOf, type Kind, networkOf, ownOf, placeOf } from './kind.ts';
import * as single from './kinds.ts';
import { reads } from './operation.ts';
import type { Outputs } from './outputs.generated.ts';
import * as tables from './table-kinds.ts';
import { type Tag, tagRecord } from './tagging.ts';

/** A kind as far as tags go: its records can be read, and put with other tags. */
interface TaggedKind {
  readonly prefix: string;
  readonly arnType: string;
  all(call: Call): readonly OwnedRecord[];
  put(call: Call, id: string, tags: Readonly<Record<string, string>>): void;
}

function tagged<Document extends OwnedRecord>(kind: Kind<Document>): TaggedKind {
  return {
    prefix: kind.prefix,
    arnType: kind.arnType,
    all: (call) => ownOf(kind, call),
    put(call, id, tags) {
      const collection = kind.collection(networkOf(call));
      const key = networkKey({ ...placeOf(call), id });
      const known = collection.get(key);
      if (known !== undefined) collection.put(key, { ...known, tags });
    },
  };
}

/** Rules are kept in their groups. */
const rules: TaggedKind = {
  prefix: 'sgr',
  arnType: 'security-group-rule',
  all: (call) =>
    ownOf(tables.securityGroups, call).flatMap(({ accountId, region, rules: own }) =>
      own.map(({ id, tags }) => ({ accountId, region, id, tags })),
    ),
  put(call, id, tags) {
    const { securityGroups } = networkOf(call);
    for (const group of ownOf(tables.securityGroups, call)) {
      if (!group.rules.some((rule) => rule.id === id)) continue;
      const changed = group.rules.map((rule) => (rule.id === id ? { ...rule, tags } : rule));
      securityGroups.put(networkKey(group), { ...group, rules: changed });
    }
  },
};

const machines: TaggedKind = {
  prefix: 'i',
  arnType: 'instance',
  all: (call) =>
    ownInstances(call).map(({ accountId, region, instanceId: id, tags = {} }) => ({
      accountId,
      region,
      id,
      tags,
    })),
  put({ core }, id, tags) {
    const known = core.state.instances.get(id);
    if (known !== undefined) core.state.instances.put(id, { ...known, tags });
  },
};

const kinds: readonly TaggedKind[] = [
  rules,
  machines,
  tagged(single.vpcs),
  tagged(single.dhcpOptions),
  tagged(single.subnets),
  tagged(single.internetGateways),
  tagged(single.egressOnlyGateways),
  tagged(single.natGateways),
  tagged(single.addresses),
  tagged(single.endpoints),
  tagged(single.prefixLists),
  tagged(single.peerings),
  tagged(single.transitGatewayAttachments),
  tagged(single.transitGateways),
  tagged(single.interfaces),
  tagged(tables.routeTables),
  tagged(tables.securityGroups),
  tagged(tables.networkAcls),
];

/** The record of an id, of whatever kind. @throws AwsError `InvalidID`. */
function find(call: Call, id: string): { kind: TaggedKind; record: OwnedRecord } {
  for (const kind of kinds) {
    if (!id.startsWith(`${kind.prefix}-`)) continue;
    const record = kind.all(call).find((one) => one.id === id);
    if (record !== undefined) return { kind, record };
  }
  throw new AwsError('InvalidID', `The ID '${id}' is not valid`);
}

interface TagsInput {
  readonly Resources: readonly string[];
  readonly Tags?: readonly Tag[];
}

function onResources(action: string) {
  return ({ Resources }: TagsInput, call: Call) =>
    Resources.map((id) => {
      const arnType = kinds.find(({ prefix }) => id.startsWith(`${prefix}-`))?.arnType ?? '*';
      return {
        action: `ec2:${action}`,
        resource: arnOf({ arnType }, placeOf(call), id),
        accountId: call.caller.accountId,
      };
    });
}

const create = operation<TagsInput, Outputs['CreateTags']>({
  permissions: onResources('CreateTags'),
  run({ Resources, Tags = [] }, call) {
    const added = tagRecord(Tags);
    const found = [...new Set(Resources)].map((id) => find(call, id));
    for (const { kind, record } of found) kind.put(call, record.id, { ...record.tags, ...added });
    return {};
  },
});

/** Removes tags: all of them where none is named; those with a value only where it is theirs. */
const remove = operation<TagsInput, Outputs['DeleteTags']>({
  permissions: onResources('DeleteTags'),
  run({ Resources, Tags }, call) {
    for (const { kind, record } of Resources.map((id) => find(call, id))) {
      const isGone = ([key, value]: readonly [string, string]): boolean =>
        Tags?.some(({ Key, Value }) => Key === key && (Value === undefined || Value === value)) ??
        !key.startsWith('aws:');
      const left = Object.entries(record.tags).filter((tag) => !isGone(tag));
      kind.put(call, record.id, Object.fromEntries(left));
    }
    return {};
  },
});

interface OneTag extends OwnedRecord {
  readonly type: string;
  readonly key: string;
  readonly value: string;
}

const filters = {
  key: ({ key }: OneTag) => [key],
  value: ({ value }: OneTag) => [value],
  'resource-id': ({ id }: OneTag) => [id],
  'resource-type': ({ type }: OneTag) => [type],
};

const describe = reads<{ readonly Filters?: readonly Filter[] } & Paging, Outputs['DescribeTags']>(
  'DescribeTags',
  (input, call) => {
    const all = kinds.flatMap(({ arnType: type, all: records }) =>
      records(call).flatMap((record) =>
        Object.entries(record.tags).map(
          ([key, value]): OneTag => ({ ...record, type, key, value }),
        ),
      ),
    );
    const { items, nextToken } = pageOf(
      filtered<OneTag>({ filters }, call, all, input.Filters ?? []),
      input,
    );
    return {
      Tags: items.map(({ id, type, key, value }) => ({
        ResourceId: id,
        ResourceType: type,
        Key: key,
        Value: value,
      })),
      NextToken: nextToken,
    };
  },
);

export const tagOperations: Readonly<Record<string, Operation>> = {
  CreateTags: create,
  DeleteTags: remove,
  DescribeTags: describe,
};
