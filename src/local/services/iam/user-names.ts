import type { Call } from '../../core/call.ts';
import { invalidValue } from './errors.ts';

interface OfUser {
  readonly UserName?: string | undefined;
}

/**
 * The user that a request is about: the named one, or the caller.
 * @throws AwsError `ValidationError` when a role, root or a federated user gives no name.
 */
export function userNameOf({ UserName }: OfUser, { caller }: Call): string {
  const name = UserName ?? (caller.kind === 'user' ? caller.name : undefined);
  if (name === undefined) {
    throw invalidValue('Must specify userName when calling with non-User credentials');
  }
  return name;
}

/** Whether root asks about itself: root has a few things of its own that no user name refers to. */
export function isRootsOwn({ UserName }: OfUser, { caller }: Call): boolean {
  return UserName === undefined && caller.kind === 'root';
}
