import type { RoleLastUsed } from '@aws-sdk/client-iam';
import type { Call } from '../../core/call.ts';
import type { RoleRecord } from '../../state.ts';

/**
 * When a session of the role last called an API, and in which Region; since the start of the local AWS. Empty
 * for an unused role. Source: IAM API reference, RoleLastUsed.
 */
export function lastUsed({ core }: Call, role: RoleRecord): RoleLastUsed {
  const last = core.keyUse.lastOf(role.id);
  return last === undefined ? {} : { LastUsedDate: new Date(last.at), Region: last.region };
}
