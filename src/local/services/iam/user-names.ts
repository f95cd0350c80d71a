import type { Call } from '../../core/call.ts';
import { invalidValue } from './errors.ts';

interface OfUser {
  readonly UserName?: string | undefined;
}

/**
 * The user that a request is about: the one it names, or the user who makes it.
 * @throws AwsError `ValidationError` when roles, root and federated users name nobody.
 */
export function userNameOf({ UserName }: OfUser, { caller }: Call): string {
  const name = UserName ?? (caller.kind === 'user' ? caller.name : undefined);
  if (name === undefined) {
    throw invalidValue('Must specify userName when calling with non-User credentials');
  }
  return name;
}

/** Whether root asks for its own: it has a few things of its own that no user's name stands for. */
export function isRootsOwn({ UserName }: OfUser, { caller }: Call): boolean {
  return UserName === undefined && caller.kind === 'root';
}
