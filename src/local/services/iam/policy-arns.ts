import { accountOf } from '../../../names/arn.ts';
import type { Call } from '../../core/call.ts';
import type { Permission } from '../../core/service.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import { invalidInput, invalidValue } from './errors.ts';

/** What names a policy, or a version of one, in a request. */
export interface OnPolicy {
  readonly PolicyArn: string;
  readonly VersionId?: string;
  readonly MaxItems?: number;
  readonly Marker?: string;
}

/** The permission of an action on a policy. */
export const onPolicy =
  (action: string) =>
  (input: OnPolicy, { caller }: Call): readonly Permission[] => [
    { action: `iam:${action}`, resource: input.PolicyArn, accountId: caller.accountId },
  ];

/**
 * Refuses an invalid managed policy ARN: a text that is not an ARN, and the ARN of something else. Source:
 * answers of February 2026, recorded by public test suites.
 * @throws AwsError `ValidationError`, `InvalidInput`.
 */
export function requirePolicyArn(arn: string): void {
  const wrong = (error: (message: string) => AwsError): AwsError =>
    error(`ARN ${arn} is not valid.`);
  const [first, partition, service, , , ...resource] = arn.split(':');
  if (first !== 'arn' || !partition || !service || resource.join(':') === '') {
    throw wrong(invalidValue);
  }
  if (service !== 'iam' || !resource.join(':').startsWith('policy/')) throw wrong(invalidInput);
}

/**
 * The caller cannot change AWS managed policies, nor those of other accounts, whether they exist or not.
 * @param what the operation, as in IAM's message. Source: answers of February 2026, recorded by public test
 * suites.
 * @throws AwsError `AccessDenied`.
 */
export function requireOwnAccount({ caller }: Call, arn: string, what: string): void {
  requirePolicyArn(arn);
  if (accountOf(arn) === caller.accountId) return;
  throw new AwsError('AccessDenied', `Cannot ${what} outside your own account.`, 403);
}
