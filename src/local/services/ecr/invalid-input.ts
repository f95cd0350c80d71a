import type { AwsError } from '../../protocol/aws-error.ts';
import type { Violation } from '../../protocol/validate.ts';
import { apiErrors } from './errors.ts';

/**
 * ECR names the first violated constraint, with the member's path capitalised as in its examples. The
 * constraints of `repositoryName` have their own messages; all others are the model's, which begin with "Member
 * must".
 */
export function invalidEcrInput(found: readonly Violation[]): AwsError {
  const [first] = found;
  if (first?.list !== undefined) return invalidItem(first.list);
  const { path = '', constraint = '' } = first ?? {};
  const said =
    path.toLowerCase() === 'repositoryname'
      ? constraint
          .replace(
            /^Member must satisfy regular expression pattern: (.*)$/s,
            "must satisfy regular expression '$1'",
          )
          .replace(/^Member must/, 'must')
      : constraint;
  return apiErrors.invalidParameter(path, said);
}

/** Of an item, the list is named, and all that items must be. Source: AWS's text for `registryIds`, in public documentation. */
function invalidItem({ path, constraints }: NonNullable<Violation['list']>): AwsError {
  return apiErrors.invalidParameter(path, constraints.replace(', Member must not be null]', ']'));
}
