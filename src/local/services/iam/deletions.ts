import type { Call } from '../../core/call.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { State } from '../../state.ts';

/** ARNs of what is being deleted: this takes several turns, because everything that may use it is checked first. */
const going = new WeakMap<State, Set<string>>();

/**
 * Deletes a policy or role; nothing new may use it meanwhile.
 * @param work checks what uses it, and then deletes it.
 * @throws AwsError `ConcurrentModification` when a deletion is already running.
 */
export async function deleting<Result>(
  { core: { state } }: Call,
  arn: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const arns = going.get(state) ?? new Set<string>();
  going.set(state, arns);
  if (arns.has(arn)) throw concurrentModification(arn);
  arns.add(arn);
  try {
    return await work();
  } finally {
    arns.delete(arn);
  }
}

/** @throws AwsError `ConcurrentModification` for what is being deleted. */
export function requireStaying({ core: { state } }: Call, arn: string): void {
  if (going.get(state)?.has(arn) === true) throw concurrentModification(arn);
}

/** Source: IAM API reference, common to AttachRolePolicy and DeletePolicy. */
function concurrentModification(arn: string): AwsError {
  const message = `${arn} is being deleted. Wait a moment, and try again.`;
  return new AwsError('ConcurrentModification', message, 409);
}
