import type { Denial } from '../../core/service.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { Violation } from '../../protocol/validate.ts';
import { encodedMessage } from '../sts/authorization-message.ts';

/** EC2's errors. Source: EC2 API reference, "Error codes". */
export const ec2Errors = {
  missing: (parameter: string) =>
    new AwsError('MissingParameter', `The request must contain the parameter ${parameter}`),
  invalid: (message: string) => new AwsError('InvalidParameterValue', message),
  invalidValue: (value: string, parameter: string, why = '') =>
    new AwsError(
      'InvalidParameterValue',
      `Value (${value}) for parameter ${parameter} is invalid.${why === '' ? '' : ` ${why}`}`,
    ),
  combination: (message: string) => new AwsError('InvalidParameterCombination', message),
  dependency: (what: string, id: string) =>
    new AwsError(
      'DependencyViolation',
      `The ${what} '${id}' has dependencies and cannot be deleted.`,
    ),
  inUse: (id: string) =>
    new AwsError('DependencyViolation', `resource ${id} has a dependent object`),
  malformedId: (code: string, id: string) =>
    new AwsError(`${code}.Malformed`, `Invalid id: "${id}"`),
  dryRun: () =>
    new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412),
};

/** The error for an input that breaks the model. */
export function invalidInput(found: readonly Violation[]): AwsError {
  const [first] = found;
  if (first !== undefined && first.value === undefined) return ec2Errors.missing(first.path);
  return ec2Errors.invalid(
    found.map(({ path, constraint }) => `${path}: ${constraint}`).join('; '),
  );
}

/** Of operations that change something, EC2 encodes the details of a denial (EC2 API reference, error codes). */
export function unauthorized(message: string, denial: Denial | undefined): AwsError {
  const isRead = denial === undefined || /^ec2:(Describe|Get)/.test(denial.permission.action);
  const encoded = isRead ? '' : ` Encoded authorization failure message: ${encodedMessage(denial)}`;
  return new AwsError(
    'UnauthorizedOperation',
    `You are not authorized to perform this operation. ${message}${encoded}`,
    403,
  );
}
