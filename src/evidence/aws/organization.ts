import {
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListParentsCommand,
  OrganizationsClient,
  type PolicyType,
  paginateListPoliciesForTarget,
  paginateListRoots,
} from '@aws-sdk/client-organizations';
import { absent, type Fact, known, unseen } from '../../chain/fact.ts';
import {
  type AccountFacts,
  accountAt,
  type OrganizationPolicy,
  type PolicyLevelFacts,
} from '../../chain/world.ts';
import { observe } from '../observe.ts';
import type { Access, Accounts } from './accounts.ts';

/** What was looked at already: several pulls ask for the same accounts. */
const looked = new WeakMap<Accounts, Map<string, Promise<Fact<AccountFacts>>>>();

/**
 * Looks for the organization of an account, and for the policies over it, with whichever credentials may read them. An
 * account itself sees which organization it is in; its place there and the policies show in the management account, or to
 * a delegated administrator.
 * @param partition of the account's ARNs, such as `aws`.
 */
export function observeAccount(
  accounts: Accounts,
  id: string,
  partition: string,
): Promise<Fact<AccountFacts>> {
  const looks = looked.get(accounts) ?? new Map<string, Promise<Fact<AccountFacts>>>();
  looked.set(accounts, looks);
  const look = looks.get(id) ?? lookFromAll(accounts, id, partition);
  looks.set(id, look);
  return look;
}

async function lookFromAll(
  accounts: Accounts,
  id: string,
  partition: string,
): Promise<Fact<AccountFacts>> {
  const own = accounts.access(id);
  const all = [...new Set([own, ...accounts.ids.map((one) => accounts.access(one))])];
  const found = await Promise.all(all.map((from) => lookFrom(accounts, from, id, partition)));
  return found.find(({ state }) => state !== 'unseen') ?? found[0] ?? notSeen(id);
}

function notSeen(id: string): Fact<never> {
  const { fact, permission } = accountAt(id);
  return unseen(fact, permission);
}

interface Organization {
  readonly id: string;
  readonly managementAccount: string;
}

async function lookFrom(
  accounts: Accounts,
  from: Access,
  id: string,
  partition: string,
): Promise<Fact<AccountFacts>> {
  const region = homeOf(partition);
  const isOwn = from.accountId === id;
  const look = { ...accountAt(id), absentOn: ['AWSOrganizationsNotInUseException'] };
  const organization = await observe(look, () => describe(clientOf(from, region)));
  if (organization.state === 'unseen') return isOwn ? organization : notSeen(id);
  if (organization.state === 'absent') return isOwn ? absent : notSeen(id);
  const { id: organizationId, managementAccount } = organization.value;
  const readers = [...new Set([accounts.access(managementAccount), from])];
  const seen = await Promise.all(
    readers.map((reader) => placeOf(clientOf(reader, region), id, managementAccount)),
  );
  const at = Math.max(
    0,
    seen.findIndex(({ state }) => state === 'known'),
  );
  const levels = seen[at] ?? notSeen(id);
  if (!isOwn && levels.state !== 'known') return notSeen(id);
  const client = clientOf(readers[at] ?? from, region);
  const policies = (type: PolicyType) => policiesOver(client, organization.value, id, levels, type);
  const [scps, rcps] = await Promise.all([
    policies('SERVICE_CONTROL_POLICY'),
    policies('RESOURCE_CONTROL_POLICY'),
  ]);
  const path =
    levels.state === 'known'
      ? known(`${[organizationId, ...levels.value.slice(0, -1)].join('/')}/`)
      : levels;
  return known({ organization: organizationId, managementAccount, path, scps, rcps });
}

function clientOf(access: Access, region: string): OrganizationsClient {
  return new OrganizationsClient({ region, ...access });
}

/** The one Region of a partition that answers for Organizations. */
function homeOf(partition: string): string {
  const homes: Readonly<Record<string, string>> = {
    'aws-cn': 'cn-northwest-1',
    'aws-us-gov': 'us-gov-west-1',
  };
  return homes[partition] ?? 'us-east-1';
}

async function describe(client: OrganizationsClient): Promise<Organization | undefined> {
  const { Organization: found } = await client.send(new DescribeOrganizationCommand({}));
  if (found?.Id === undefined || found.MasterAccountId === undefined) return undefined;
  return { id: found.Id, managementAccount: found.MasterAccountId };
}

/** Ids from the root down to the account. */
function placeOf(
  client: OrganizationsClient,
  id: string,
  managementAccount: string,
): Promise<Fact<readonly string[]>> {
  const look = {
    fact: `place of account ${id} in its organization`,
    permission: `organizations:ListParents in management account ${managementAccount}`,
    absentOn: [],
  };
  return observe(look, async () => {
    const levels = [id];
    for (;;) {
      const ChildId = levels[0] ?? id;
      const { Parents } = await client.send(new ListParentsCommand({ ChildId }));
      const [parent] = Parents ?? [];
      if (parent?.Id === undefined) return undefined;
      levels.unshift(parent.Id);
      if (parent.Type === 'ROOT') return levels;
    }
  });
}

/** No policy limits the management account, and none of a type that is not enabled is in force. */
async function policiesOver(
  client: OrganizationsClient,
  { managementAccount }: Organization,
  id: string,
  levels: Fact<readonly string[]>,
  type: PolicyType,
): Promise<Fact<readonly PolicyLevelFacts[]>> {
  if (id === managementAccount) return absent;
  const kind = type === 'SERVICE_CONTROL_POLICY' ? 'service' : 'resource';
  const fact = `${kind} control policies over account ${id}`;
  const where = `in management account ${managementAccount}`;
  if (levels.state !== 'known') {
    return levels.state === 'absent' ? absent : unseen(fact, levels.need.permission);
  }
  const enabled = await observe(
    { fact, permission: `organizations:ListRoots ${where}`, absentOn: [] },
    () => isEnabled(client, type),
  );
  if (enabled.state !== 'known') return enabled;
  if (!enabled.value) return absent;
  const permission = `organizations:ListPoliciesForTarget and organizations:DescribePolicy ${where}`;
  return observe({ fact, permission, absentOn: [] }, () =>
    Promise.all(
      levels.value.map(async (target) => ({
        target,
        policies: await policiesOf(client, target, type),
      })),
    ),
  );
}

async function isEnabled(client: OrganizationsClient, type: PolicyType): Promise<boolean> {
  for await (const { Roots } of paginateListRoots({ client }, {})) {
    for (const { PolicyTypes } of Roots ?? []) {
      if (PolicyTypes?.some(({ Type, Status }) => Type === type && Status === 'ENABLED')) {
        return true;
      }
    }
  }
  return false;
}

async function policiesOf(
  client: OrganizationsClient,
  TargetId: string,
  Filter: PolicyType,
): Promise<OrganizationPolicy[]> {
  const found: Promise<OrganizationPolicy>[] = [];
  for await (const page of paginateListPoliciesForTarget({ client }, { TargetId, Filter })) {
    for (const { Id: id = '', Name: name = '' } of page.Policies ?? []) {
      found.push(
        client
          .send(new DescribePolicyCommand({ PolicyId: id }))
          .then(({ Policy }) => ({ id, name, document: Policy?.Content ?? '' })),
      );
    }
  }
  return Promise.all(found);
}
