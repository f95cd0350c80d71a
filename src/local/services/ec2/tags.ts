import type { Call } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import { turnTaking } from '../../core/turns.ts';
import { networkKey } from '../../network-state.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { OwnedRecord } from '../../state.ts';
import { type Filter, filtered, type Paging, pageOf } from './describe.ts';
import { ownInstances } from './instances.ts';
import { arnOf, type Kind, networkOf, ownOf, placeOf } from './kind.ts';
import * as single from './kinds.ts';
import { requireTagCount } from './limits.ts';
import { reads } from './operation.ts';
import type { Outputs } from './outputs.generated.ts';
import * as tables from './table-kinds.ts';
import { type Tag, tagRecord } from './tagging.ts';

/** A record as far as tags go. */
interface Taggable extends OwnedRecord {
  retag(tags: Readonly<Record<string, string>>): void;
}

interface TaggedKind {
  readonly prefix: string;
  readonly arnType: string;
  all(call: Call): readonly Taggable[];
}

function tagged<Document extends OwnedRecord>(kind: Kind<Document>): TaggedKind {
  return {
    prefix: kind.prefix,
    arnType: kind.arnType,
    all: (call) =>
      ownOf(kind, call).map(({ accountId, region, id, tags }) => ({
        accountId,
        region,
        id,
        tags,
        retag(changed) {
          const collection = kind.collection(networkOf(call));
          const key = networkKey({ accountId, region, id });
          const known = collection.get(key);
          if (known !== undefined) collection.put(key, { ...known, tags: changed });
        },
      })),
  };
}

/** Rules are kept in their groups. */
const rules: TaggedKind = {
  prefix: 'sgr',
  arnType: 'security-group-rule',
  all: (call) =>
    ownOf(tables.securityGroups, call).flatMap((group) =>
      group.rules.map(({ id, tags }) => ({
        accountId: group.accountId,
        region: group.region,
        id,
        tags,
        retag(changed) {
          // Read again: another rule of the group may have changed since.
          const { securityGroups } = networkOf(call);
          const known = securityGroups.get(networkKey(group)) ?? group;
          securityGroups.put(networkKey(group), {
            ...known,
            rules: known.rules.map((rule) => (rule.id === id ? { ...rule, tags: changed } : rule)),
          });
        },
      })),
    ),
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
      retag(changed) {
        const { instances } = call.core.state;
        const known = instances.get(id);
        if (known !== undefined) instances.put(id, { ...known, tags: changed });
      },
    })),
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

/** The records of ids, each once, of whatever kinds: each kind is listed once. @throws AwsError `InvalidID`. */
function findAll(call: Call, ids: readonly string[]): readonly Taggable[] {
  const wanted = [...new Set(ids)];
  const found = new Map<string, Taggable>();
  for (const kind of kinds) {
    if (!wanted.some((id) => id.startsWith(`${kind.prefix}-`))) continue;
    for (const record of kind.all(call)) found.set(record.id, record);
  }
  return wanted.map((id) => {
    const one = found.get(id);
    if (one === undefined) throw new AwsError('InvalidID', `The ID '${id}' is not valid`);
    return one;
  });
}

interface TagsInput {
  readonly Resources: readonly string[];
  readonly Tags?: readonly Tag[];
}

function onResources(action: string) {
  return ({ Resources }: TagsInput, call: Call) =>
    [...new Set(Resources)].map((id) => {
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
    const changed = findAll(call, Resources).map((record) => {
      const tags = { ...record.tags, ...added };
      requireTagCount(Object.keys(tags));
      return { record, tags };
    });
    for (const { record, tags } of changed) record.retag(tags);
    return {};
  },
});

/** Removes tags: all of them where none is named; those with a value only where it is theirs. */
const remove = operation<TagsInput, Outputs['DeleteTags']>({
  permissions: onResources('DeleteTags'),
  run({ Resources, Tags }, call) {
    for (const record of findAll(call, Resources)) {
      const isGone = ([key, value]: readonly [string, string]): boolean =>
        Tags?.some(({ Key, Value }) => Key === key && (Value === undefined || Value === value)) ??
        !key.startsWith('aws:');
      const left = Object.entries(record.tags).filter((tag) => !isGone(tag));
      record.retag(Object.fromEntries(left));
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

async function everyTag(call: Call): Promise<readonly OneTag[]> {
  const giveWay = turnTaking();
  const found: OneTag[] = [];
  for (const { arnType: type, all } of kinds) {
    for (const { id, accountId, region, tags } of all(call)) {
      for (const [key, value] of Object.entries(tags)) {
        found.push({ id, accountId, region, tags, type, key, value });
      }
      await giveWay();
    }
  }
  return found;
}

const describe = reads<{ readonly Filters?: readonly Filter[] } & Paging, Outputs['DescribeTags']>(
  'DescribeTags',
  async (input, call) => {
    const all = await everyTag(call);
    const { items, nextToken } = pageOf(
      await filtered<OneTag>({ filters }, call, all, input.Filters ?? []),
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
