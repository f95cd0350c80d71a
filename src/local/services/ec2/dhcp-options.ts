import type { Operation } from '../../core/service.ts';
import { networkKey } from '../../network-state.ts';
import type { DhcpOptionsRecord } from '../../state.ts';
import { newId } from '../../vpc/ids.ts';
import { describeKind, type Filter, type Paging } from './describe.ts';
import { ec2Errors } from './errors.ts';
import { networkOf, ownOf, placeOf, requireOne } from './kind.ts';
import { dhcpOptions, vpcs } from './kinds.ts';
import { requireDhcpValueCount } from './limits.ts';
import { at, changes, reads } from './operation.ts';
import type { DhcpOptions, Outputs } from './outputs.generated.ts';
import { type Tagged, tagSet, tagsFor } from './tagging.ts';

function render({ id, accountId, options, tags }: DhcpOptionsRecord): DhcpOptions {
  return {
    DhcpOptionsId: id,
    OwnerId: accountId,
    DhcpConfigurations: Object.entries(options).map(([Key, values]) => ({
      Key,
      Values: values.map((Value) => ({ Value })),
    })),
    Tags: tagSet(tags),
  };
}

interface CreateDhcpOptions extends Tagged {
  readonly DhcpConfigurations?: readonly { Key?: string; Values?: readonly string[] }[];
}

const names: ReadonlySet<string> = new Set([
  'domain-name-servers',
  'domain-name',
  'ntp-servers',
  'netbios-name-servers',
  'netbios-node-type',
  'ipv6-address-preferred-lease-time',
]);

const create = changes<CreateDhcpOptions, Outputs['CreateDhcpOptions']>(
  'CreateDhcpOptions',
  () => [at(dhcpOptions)],
  (input, call) => {
    const { DhcpConfigurations = [] } = input;
    if (DhcpConfigurations.length === 0) throw ec2Errors.missing('dhcpConfiguration');
    for (const { Key = '', Values = [] } of DhcpConfigurations) {
      if (!names.has(Key)) throw ec2Errors.invalidValue(Key, 'key', 'Unknown DHCP option');
      requireDhcpValueCount(Key, Values);
    }
    const made: DhcpOptionsRecord = {
      ...placeOf(call),
      id: newId('dopt'),
      options: Object.fromEntries(
        DhcpConfigurations.map(({ Key = '', Values = [] }) => [Key, Values]),
      ),
      tags: tagsFor('dhcp-options', input),
    };
    networkOf(call).dhcpOptions.put(networkKey(made), made);
    return { DhcpOptions: render(made) };
  },
);

const describe = reads<
  { readonly DhcpOptionsIds?: readonly string[]; readonly Filters?: readonly Filter[] } & Paging,
  Outputs['DescribeDhcpOptions']
>('DescribeDhcpOptions', async (input, call) => {
  const found = await describeKind(dhcpOptions, call, input.DhcpOptionsIds, input.Filters, input);
  return { DhcpOptions: found.items.map(render), NextToken: found.nextToken };
});

interface OneSet {
  readonly DhcpOptionsId: string;
}

const remove = changes<OneSet, Outputs['DeleteDhcpOptions']>(
  'DeleteDhcpOptions',
  ({ DhcpOptionsId }) => [at(dhcpOptions, DhcpOptionsId)],
  ({ DhcpOptionsId }, call) => {
    const options = requireOne(dhcpOptions, call, DhcpOptionsId);
    if (ownOf(vpcs, call).some((vpc) => vpc.dhcpOptionsId === options.id)) {
      throw ec2Errors.dependency('dhcpOptions', DhcpOptionsId);
    }
    networkOf(call).dhcpOptions.delete(networkKey(options));
    return {};
  },
);

const associate = changes<OneSet & { readonly VpcId: string }, Outputs['AssociateDhcpOptions']>(
  'AssociateDhcpOptions',
  ({ DhcpOptionsId, VpcId }) => [
    at(vpcs, VpcId),
    ...(DhcpOptionsId === 'default' ? [] : [at(dhcpOptions, DhcpOptionsId)]),
  ],
  ({ DhcpOptionsId, VpcId }, call) => {
    const vpc = requireOne(vpcs, call, VpcId);
    if (DhcpOptionsId !== 'default') requireOne(dhcpOptions, call, DhcpOptionsId);
    networkOf(call).vpcs.put(networkKey(vpc), { ...vpc, dhcpOptionsId: DhcpOptionsId });
    return {};
  },
);

export const dhcpOptionsOperations: Readonly<Record<string, Operation>> = {
  CreateDhcpOptions: create,
  DescribeDhcpOptions: describe,
  DeleteDhcpOptions: remove,
  AssociateDhcpOptions: associate,
};
