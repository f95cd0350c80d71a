import type { Call } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import { organizationOf } from '../../organizations/membership.ts';
import type { OrganizationRecord } from '../../state.ts';
import { organizationErrors } from './errors.ts';

/** The caller's organization. @throws AwsError `AWSOrganizationsNotInUseException`. */
export function requireOrganization({ core, caller }: Call): OrganizationRecord {
  const found = organizationOf(core.state, caller.accountId);
  if (found === undefined) throw organizationErrors.notInUse();
  return found;
}

/** An operation for any account. */
export function forMembers<Input, Output>(
  name: string,
  run: (input: Input, call: Call) => Output,
): Operation {
  return operation<Input, Output>({
    permissions: (_input, { caller }) => [
      { action: `organizations:${name}`, resource: '*', accountId: caller.accountId },
    ],
    run,
  });
}

/** An operation for the management account only: there are no delegated administrators here. */
export function forManagement<Input, Output>(
  name: string,
  run: (input: Input, organization: OrganizationRecord, call: Call) => Output,
): Operation {
  return forMembers<Input, Output>(name, (input, call) => {
    const organization = requireOrganization(call);
    if (organization.managementAccountId !== call.caller.accountId) {
      throw organizationErrors.noAccess();
    }
    return run(input, organization, call);
  });
}

export interface Paging {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

/** One page of a list. @throws AwsError `InvalidInputException` for a token that no page gave out. */
export function pageOf<Item>(
  items: readonly Item[],
  { MaxResults = 20, NextToken }: Paging,
): { readonly items: readonly Item[]; readonly NextToken: string | undefined } {
  const offset =
    NextToken === undefined ? 0 : Number(Buffer.from(NextToken, 'base64url').toString());
  if (!Number.isSafeInteger(offset) || offset < 0) {
    throw organizationErrors.invalid('You provided an invalid next token.');
  }
  const end = offset + MaxResults;
  return {
    items: items.slice(offset, end),
    NextToken: end < items.length ? Buffer.from(String(end)).toString('base64url') : undefined,
  };
}
