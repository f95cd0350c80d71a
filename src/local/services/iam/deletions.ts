import type { Call } from '../../core/call.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { State } from '../../state.ts';

/** ARNs of what is being deleted: that takes several turns, for everything that may use it is looked at first. */
const going = new WeakMap<State, Set<string>>();

/**
 * Deletes a policy or role, while nothing new may use it.
 * @param work looks at what uses it, and then deletes it.
 * @throws AwsError `ConcurrentModification` when that has begun already.
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
