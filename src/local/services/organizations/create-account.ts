import type { Operation } from '../../core/service.ts';
import { newAccountId, newRequestId, requestedAccount } from '../../organizations/names.ts';
import { attachFullAccess } from '../../organizations/policy-types.ts';
import type { MemberAccountRecord } from '../../state.ts';
import { tagRecord } from './accounts.ts';
import { organizationErrors } from './errors.ts';
import { forManagement } from './operation.ts';
import type { CreateAccountStatus, Outputs } from './outputs.generated.ts';

interface CreateAccount {
  readonly Email: string;
  readonly AccountName: string;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

function render(member: MemberAccountRecord, requestId: string): CreateAccountStatus {
  return {
    Id: requestId,
    AccountName: member.name,
    State: 'SUCCEEDED',
    RequestedTimestamp: new Date(member.joinedAt),
    CompletedTimestamp: new Date(member.joinedAt),
    AccountId: member.id,
  };
}

/**
 * Makes an account. Every account is there already in the local AWS: one whose email address begins with an account's
 * id, such as `444455556666@example.com`, is that account; any other gets a new id.
 */
const create = forManagement<CreateAccount, Outputs['CreateAccount']>(
  'CreateAccount',
  ({ Email, AccountName, Tags }, organization, { core, now }) => {
    const { state } = core;
    const id = /^(\d{12})@/.exec(Email)?.[1] ?? newAccountId();
    const requestId = newRequestId(id);
    if (state.memberAccounts.get(id) !== undefined) {
      return {
        CreateAccountStatus: {
          Id: requestId,
          AccountName,
          State: 'FAILED',
          RequestedTimestamp: new Date(now),
          CompletedTimestamp: new Date(now),
          FailureReason: 'EMAIL_ALREADY_EXISTS',
        },
      };
    }
    const member: MemberAccountRecord = {
      organizationId: organization.id,
      id,
      name: AccountName,
      email: Email,
      parentId: organization.rootId,
      joinedMethod: 'CREATED',
      joinedAt: now,
      tags: tagRecord(Tags),
    };
    state.memberAccounts.put(id, member);
    attachFullAccess(state, organization, id);
    return { CreateAccountStatus: render(member, requestId) };
  },
);

const describe = forManagement<
  { readonly CreateAccountRequestId: string },
  Outputs['DescribeCreateAccountStatus']
>('DescribeCreateAccountStatus', ({ CreateAccountRequestId: id }, organization, { core }) => {
  const member = core.state.memberAccounts.get(requestedAccount(id));
  if (member?.organizationId !== organization.id) throw organizationErrors.noRequest();
  return { CreateAccountStatus: render(member, id) };
});

export const createAccountOperations: Readonly<Record<string, Operation>> = {
  CreateAccount: create,
  DescribeCreateAccountStatus: describe,
};
