import { randomBytes } from 'node:crypto';
import type { Operation } from '../../core/service.ts';
import type { OrganizationMemberRecord, OrganizationRecord } from '../../state.ts';
import { isInUse } from './accounts-in-use.ts';
import { randomId } from './create-organization.ts';
import { organizationErrors } from './errors.ts';
import { arnIn, forManagement, type Paging, pageOf } from './organization.ts';
import type { Account, CreateAccountStatus, Outputs } from './outputs.generated.ts';
import { isParent, membersOf, requireParent } from './units.ts';

function render(organization: OrganizationRecord, member: OrganizationMemberRecord): Account {
  const { id, name, joinedAt, email = `root@${id}.example` } = member;
  return {
    Id: id,
    Arn: arnIn(organization, 'account', id),
    Email: email,
    Name: name,
    Status: 'ACTIVE',
    State: 'ACTIVE',
    JoinedMethod: id === organization.managementAccount ? 'INVITED' : 'CREATED',
    JoinedTimestamp: new Date(joinedAt),
  };
}

const list = forManagement<Paging, Outputs['ListAccounts']>(
  'ListAccounts',
  (input, organization, call) => {
    const { items, NextToken } = pageOf(membersOf(call, organization, 'account'), input);
    return { Accounts: items.map((one) => render(organization, one)), NextToken };
  },
);

const listForParent = forManagement<
  Paging & { readonly ParentId: string },
  Outputs['ListAccountsForParent']
>('ListAccountsForParent', (input, organization, call) => {
  requireParent(call, organization, input.ParentId);
  const below = membersOf(call, organization, 'account').filter(
    ({ parent }) => parent === input.ParentId,
  );
  const { items, NextToken } = pageOf(below, input);
  return { Accounts: items.map((one) => render(organization, one)), NextToken };
});

const describe = forManagement<{ readonly AccountId: string }, Outputs['DescribeAccount']>(
  'DescribeAccount',
  ({ AccountId }, organization, call) => {
    const found = membersOf(call, organization, 'account').find(({ id }) => id === AccountId);
    if (found === undefined) throw organizationErrors.accountNotFound();
    return { Account: render(organization, found) };
  },
);

const move = forManagement<
  {
    readonly AccountId: string;
    readonly SourceParentId: string;
    readonly DestinationParentId: string;
  },
  Outputs['MoveAccount']
>('MoveAccount', ({ AccountId, SourceParentId, DestinationParentId }, organization, call) => {
  const found = membersOf(call, organization, 'account').find(({ id }) => id === AccountId);
  if (found === undefined) throw organizationErrors.accountNotFound();
  if (found.parent !== SourceParentId) throw organizationErrors.sourceNotFound();
  if (!isParent(call, organization, DestinationParentId)) {
    throw organizationErrors.destinationNotFound();
  }
  const moved = { ...found, parent: DestinationParentId };
  call.core.state.organizationMembers.put(AccountId, moved);
  return {};
});

/** The id of a request for an account has the account in it. */
function statusOf(member: OrganizationMemberRecord, requestId: string): CreateAccountStatus {
  return {
    Id: requestId,
    AccountName: member.name,
    State: 'SUCCEEDED',
    RequestedTimestamp: new Date(member.joinedAt),
    CompletedTimestamp: new Date(member.joinedAt),
    AccountId: member.id,
  };
}

function newAccountId(): string {
  return [...randomBytes(12)].map((byte, at) => (at === 0 ? 1 + (byte % 9) : byte % 10)).join('');
}

/** In the id of a request that failed, in place of the account. */
const noAccount = '000000000000';

function failed(requestId: string): CreateAccountStatus {
  return { Id: requestId, State: 'FAILED', FailureReason: 'EMAIL_ALREADY_EXISTS' };
}

/**
 * Makes an account. An email address that begins with an account's id, such as `444455556666@example.com`, gives the new
 * account that id, where nobody has used it; any other gets a new id. An account that has anything in it already is its
 * owner's, who alone could agree to join: like an address that is taken, it is refused.
 */
const create = forManagement<
  { readonly Email: string; readonly AccountName: string },
  Outputs['CreateAccount']
>('CreateAccount', ({ Email: email, AccountName: name }, organization, { core, now }) => {
  const { organizationMembers } = core.state;
  const id = /^(\d{12})@/.exec(email)?.[1] ?? newAccountId();
  const isTaken =
    id === noAccount ||
    organizationMembers.list().some(({ key, document }) => key === id || isSame(document, email)) ||
    isInUse(core.state, id);
  if (isTaken) {
    const status = { ...failed(`car-${noAccount}${randomId(20)}`), AccountName: name };
    const times = { RequestedTimestamp: new Date(now), CompletedTimestamp: new Date(now) };
    return { CreateAccountStatus: { ...status, ...times } };
  }
  const member: OrganizationMemberRecord = {
    id,
    kind: 'account',
    organization: organization.id,
    parent: organization.rootId,
    name,
    email,
    joinedAt: now,
  };
  organizationMembers.put(id, member);
  return { CreateAccountStatus: statusOf(member, `car-${id}${randomId(20)}`) };
});

function isSame({ email }: OrganizationMemberRecord, other: string): boolean {
  return email?.toLowerCase() === other.toLowerCase();
}

const describeStatus = forManagement<
  { readonly CreateAccountRequestId: string },
  Outputs['DescribeCreateAccountStatus']
>('DescribeCreateAccountStatus', ({ CreateAccountRequestId: id }, organization, { core }) => {
  if (id.startsWith(`car-${noAccount}`)) return { CreateAccountStatus: failed(id) };
  const member = core.state.organizationMembers.get(id.slice(4, 16));
  if (member?.organization !== organization.id) throw organizationErrors.requestNotFound();
  return { CreateAccountStatus: statusOf(member, id) };
});

export const accountOperations: Readonly<Record<string, Operation>> = {
  ListAccounts: list,
  ListAccountsForParent: listForParent,
  DescribeAccount: describe,
  MoveAccount: move,
  CreateAccount: create,
  DescribeCreateAccountStatus: describeStatus,
};
