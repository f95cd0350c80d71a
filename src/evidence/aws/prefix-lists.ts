import { listEc2, type QueryContext } from '../../aws/client/ec2-query.ts';
import { textAt } from '../../aws/client/xml.ts';
import { type Fact, known } from '../../chain/fact.ts';
import { networkListOf } from '../../chain/world.ts';
import type { PrefixList, RouteTable, SecurityGroup } from '../../network/index.ts';
import { observe } from '../observe.ts';

/** Looks at the prefix lists that routes and security groups name, and at that of S3, where layers come from. */
export async function observePrefixLists(
  vpcId: string,
  region: string,
  routeTables: Fact<readonly RouteTable[]>,
  groups: Fact<readonly SecurityGroup[]>,
  context: QueryContext,
): Promise<Fact<readonly PrefixList[]>> {
  const named = new Set([...namedByRoutes(routeTables), ...namedByGroups(groups)]);
  const look = { ...networkListOf('prefixLists', vpcId), absentOn: [] };
  const lists = await observe(look, async () => {
    const all = await listEc2('DescribeManagedPrefixLists', 'prefixListSet', {}, context);
    return all.map((one) => ({
      prefixListId: textAt(one, 'prefixListId') ?? '',
      prefixListName: textAt(one, 'prefixListName') ?? '',
    }));
  });
  if (lists.state !== 'known') return lists;
  const wanted = lists.value.filter(
    ({ prefixListId, prefixListName }) =>
      named.has(prefixListId) || prefixListName === `com.amazonaws.${region}.s3`,
  );
  return known(
    await Promise.all(
      wanted.map(async (list) => ({
        ...list,
        cidrBlocks: await observeEntries(list.prefixListId, context),
      })),
    ),
  );
}

function observeEntries(id: string, context: QueryContext): Promise<Fact<readonly string[]>> {
  const look = {
    fact: `the entries of prefix list ${id}`,
    permission: 'ec2:GetManagedPrefixListEntries on *',
    absentOn: [],
  };
  return observe(look, async () => {
    const parameters = { PrefixListId: id };
    const entries = await listEc2('GetManagedPrefixListEntries', 'entrySet', parameters, context);
    return entries.flatMap((one) => textAt(one, 'cidr') ?? []);
  });
}

function namedByRoutes(tables: Fact<readonly RouteTable[]>): string[] {
  const all = tables.state === 'known' ? tables.value : [];
  return all.flatMap(({ routes }) => routes.map(({ destination }) => destination));
}

function namedByGroups(groups: Fact<readonly SecurityGroup[]>): string[] {
  const all = groups.state === 'known' ? groups.value : [];
  return all.flatMap(({ ipPermissions, ipPermissionsEgress }) =>
    [...ipPermissions, ...ipPermissionsEgress].flatMap(({ prefixListIds }) => prefixListIds),
  );
}
