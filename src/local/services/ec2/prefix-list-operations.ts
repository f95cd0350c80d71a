import type { Call } from '../../core/call.ts';
import type { Operation } from '../../core/service.ts';
import { networkKey } from '../../network-state.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { PrefixListRecord } from '../../state.ts';
import { canonicalBlock } from '../../vpc/cidr.ts';
import { newId } from '../../vpc/ids.ts';
import { managedPrefixLists } from '../../vpc/prefix-lists.ts';
import { describeAmong, type Filter, type Paging, pageOf } from './describe.ts';
import { ec2Errors } from './errors.ts';
import { arnOf, networkOf, notFound, ownOf, placeOf, requireOne } from './kind.ts';
import { prefixLists } from './kinds.ts';
import { at, changes, reads } from './operation.ts';
import type { ManagedPrefixList, Outputs } from './outputs.generated.ts';
import { type Tagged, tagSet, tagsFor } from './tagging.ts';

/** AWS's own lists as records of the account `AWS`. */
function ofAws(region: string): PrefixListRecord[] {
  return managedPrefixLists(region).map(({ id, name, cidrs }) => ({
    accountId: 'AWS',
    region,
    id,
    name,
    addressFamily: 'IPv4',
    maxEntries: cidrs.length,
    version: 1,
    entries: cidrs.map((cidr) => ({ cidr })),
    tags: {},
  }));
}

function render(list: PrefixListRecord, state = 'create-complete'): ManagedPrefixList {
  const isOwn = list.accountId !== 'AWS';
  return {
    PrefixListId: list.id,
    PrefixListName: list.name,
    PrefixListArn: isOwn
      ? arnOf(prefixLists, list, list.id)
      : `arn:aws:ec2:${list.region}:aws:prefix-list/${list.id}`,
    AddressFamily: list.addressFamily,
    State: state,
    OwnerId: list.accountId,
    ...(isOwn ? { MaxEntries: list.maxEntries, Version: list.version } : {}),
    Tags: tagSet(list.tags),
  };
}

interface Describe extends Paging {
  readonly PrefixListIds?: readonly string[];
  readonly Filters?: readonly Filter[];
}

function found(call: Call, all: readonly PrefixListRecord[], input: Describe) {
  return describeAmong(prefixLists, call, all, input.PrefixListIds, input.Filters, input);
}

const describeOfAws = reads<Describe, Outputs['DescribePrefixLists']>(
  'DescribePrefixLists',
  async (input, call) => {
    const { items, nextToken } = await found(call, ofAws(call.region), input);
    return {
      PrefixLists: items.map(({ id, name, entries }) => ({
        PrefixListId: id,
        PrefixListName: name,
        Cidrs: entries.map(({ cidr }) => cidr),
      })),
      NextToken: nextToken,
    };
  },
);

function allLists(call: Call): PrefixListRecord[] {
  return [...ofAws(call.region), ...ownOf(prefixLists, call)];
}

const describe = reads<Describe, Outputs['DescribeManagedPrefixLists']>(
  'DescribeManagedPrefixLists',
  async (input, call) => {
    const { items, nextToken } = await found(call, allLists(call), input);
    return { PrefixLists: items.map((one) => render(one)), NextToken: nextToken };
  },
);

const entriesOf = reads<
  { readonly PrefixListId: string } & Paging,
  Outputs['GetManagedPrefixListEntries']
>('GetManagedPrefixListEntries', (input, call) => {
  const list = allLists(call).find(({ id }) => id === input.PrefixListId);
  if (list === undefined) throw notFound(prefixLists, input.PrefixListId);
  const { items, nextToken } = pageOf(list.entries, input);
  return {
    Entries: items.map(({ cidr, description }) => ({ Cidr: cidr, Description: description })),
    NextToken: nextToken,
  };
});

interface EntryInput {
  readonly Cidr: string;
  readonly Description?: string;
}

function requireEntries(
  family: 'IPv4' | 'IPv6',
  entries: readonly EntryInput[],
): PrefixListRecord['entries'] {
  return entries.map(({ Cidr, Description }) => {
    const cidr = canonicalBlock(Cidr);
    if (cidr === undefined || cidr.includes(':') !== (family === 'IPv6')) {
      throw ec2Errors.invalidValue(Cidr, 'Cidr', `This is not a valid ${family} CIDR block.`);
    }
    return { cidr, ...(Description === undefined ? {} : { description: Description }) };
  });
}

interface CreateList extends Tagged {
  readonly PrefixListName: string;
  readonly MaxEntries: number;
  readonly AddressFamily: string;
  readonly Entries?: readonly EntryInput[];
}

const create = changes<CreateList, Outputs['CreateManagedPrefixList']>(
  'CreateManagedPrefixList',
  () => [at(prefixLists)],
  (input, call) => {
    const { PrefixListName: name, AddressFamily: addressFamily, MaxEntries: maxEntries } = input;
    if (addressFamily !== 'IPv4' && addressFamily !== 'IPv6') {
      throw ec2Errors.invalidValue(addressFamily, 'AddressFamily');
    }
    if (name.startsWith('com.amazonaws')) {
      throw ec2Errors.invalidValue(name, 'PrefixListName', 'Must not start with com.amazonaws.');
    }
    const made: PrefixListRecord = {
      ...placeOf(call),
      id: newId('pl'),
      name,
      addressFamily,
      maxEntries,
      version: 1,
      entries: requireEntries(addressFamily, input.Entries ?? []),
      tags: tagsFor('prefix-list', input),
    };
    requireRoom(made);
    networkOf(call).prefixLists.put(networkKey(made), made);
    return { PrefixList: render(made) };
  },
);

function requireRoom({ entries, maxEntries }: PrefixListRecord): void {
  if (entries.length <= maxEntries) return;
  throw new AwsError(
    'PrefixListMaxEntriesExceeded',
    `You've reached the maximum number of entries for the prefix list: ${maxEntries}.`,
  );
}

interface OneList {
  readonly PrefixListId: string;
}

interface ModifyList extends OneList {
  readonly CurrentVersion?: number;
  readonly PrefixListName?: string;
  readonly MaxEntries?: number;
  readonly AddEntries?: readonly EntryInput[];
  readonly RemoveEntries?: readonly EntryInput[];
}

const modify = changes<ModifyList, Outputs['ModifyManagedPrefixList']>(
  'ModifyManagedPrefixList',
  ({ PrefixListId }) => [at(prefixLists, PrefixListId)],
  (input, call) => {
    const list = requireOne(prefixLists, call, input.PrefixListId);
    const { CurrentVersion = list.version, AddEntries = [], RemoveEntries = [] } = input;
    if (CurrentVersion !== list.version) {
      throw new AwsError(
        'PrefixListVersionMismatch',
        `The prefix list has the incorrect version number: ${CurrentVersion}`,
      );
    }
    const added = requireEntries(list.addressFamily, AddEntries);
    const gone = new Set([
      ...requireEntries(list.addressFamily, RemoveEntries).map(({ cidr }) => cidr),
      ...added.map(({ cidr }) => cidr),
    ]);
    const hasChanged = AddEntries.length + RemoveEntries.length > 0;
    const changed: PrefixListRecord = {
      ...list,
      name: input.PrefixListName ?? list.name,
      maxEntries: input.MaxEntries ?? list.maxEntries,
      version: hasChanged ? list.version + 1 : list.version,
      entries: [...list.entries.filter(({ cidr }) => !gone.has(cidr)), ...added],
    };
    requireRoom(changed);
    networkOf(call).prefixLists.put(networkKey(list), changed);
    return { PrefixList: render(changed, 'modify-complete') };
  },
);

const remove = changes<OneList, Outputs['DeleteManagedPrefixList']>(
  'DeleteManagedPrefixList',
  ({ PrefixListId }) => [at(prefixLists, PrefixListId)],
  ({ PrefixListId }, call) => {
    const list = requireOne(prefixLists, call, PrefixListId);
    networkOf(call).prefixLists.delete(networkKey(list));
    return { PrefixList: render(list, 'delete-complete') };
  },
);

export const prefixListOperations: Readonly<Record<string, Operation>> = {
  DescribePrefixLists: describeOfAws,
  DescribeManagedPrefixLists: describe,
  GetManagedPrefixListEntries: entriesOf,
  CreateManagedPrefixList: create,
  ModifyManagedPrefixList: modify,
  DeleteManagedPrefixList: remove,
};
