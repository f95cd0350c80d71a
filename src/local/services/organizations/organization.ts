import type { Call } from '../../core/call.ts';
import { type Operation, operation, type Permission } from '../../core/service.ts';
import { type Membership, membershipOf } from '../../organizations.ts';
import type { OrganizationRecord } from '../../state.ts';
import { organizationErrors } from './errors.ts';

/** The organization of the caller's account. @throws AwsError `AWSOrganizationsNotInUseException`. */
export function ownMembership({ core, caller }: Call): Membership {
  const found = membershipOf(core.state, caller.accountId);
  if (found === undefined) throw organizationErrors.notInUse();
  return found;
}

/**
 * The same for what the management account alone may see (Organizations User Guide, "Delegated administrator"; nobody is
 * one here).
 * @throws AwsError `AccessDeniedException`.
 */
export function managed(call: Call): OrganizationRecord {
  const { organization } = ownMembership(call);
  if (organization.managementAccount !== call.caller.accountId) throw organizationErrors.denied();
  return organization;
}

/** The permission for an operation, on one thing of the organization or on any. */
export const forOrganization =
  (action: string) =>
  (_input: object, { caller }: Call): readonly Permission[] => [
    { action: `organizations:${action}`, resource: '*', accountId: caller.accountId },
  ];

export function arnIn(
  { id, managementAccount }: OrganizationRecord,
  type: string,
  ...rest: readonly string[]
): string {
  return `arn:aws:organizations::${managementAccount}:${[type, id, ...rest].join('/')}`;
}

/** An operation for the management account only. */
export function forManagement<Input extends object, Output>(
  action: string,
  run: (input: Input, organization: OrganizationRecord, call: Call) => Output,
): Operation {
  return operation<Input, Output>({
    permissions: forOrganization(action),
    run: (input, call) => run(input, managed(call), call),
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
