import { AwsError } from '../../protocol/aws-error.ts';
import type { Violation } from '../../protocol/validate.ts';

/** Errors of Secrets Manager, with its own codes and messages (API reference; public logs). */
export const secretErrors = {
  notFound: () =>
    new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret."),
  noValue: (label: string) =>
    new AwsError(
      'ResourceNotFoundException',
      `Secrets Manager can't find the specified secret value for ${label}`,
    ),
  exists: (name: string) =>
    new AwsError(
      'ResourceExistsException',
      `The operation failed because the secret ${name} already exists.`,
    ),
  versionExists: (id: string, arn: string) =>
    new AwsError(
      'ResourceExistsException',
      `The operation failed because the version ${id} of the secret ${arn} already exists with another value.`,
    ),
  nameIsGoing: () =>
    new AwsError(
      'InvalidRequestException',
      "You can't create this secret because a secret with this name is already scheduled for deletion.",
    ),
  isGoing: () =>
    new AwsError(
      'InvalidRequestException',
      "You can't perform this operation on the secret because it was marked for deletion.",
    ),
  labelElsewhere: (label: string, id: string) =>
    secretErrors.invalidParameter(
      `The parameter RemoveFromVersionId can't be empty. Staging label ${label} is currently attached to version ${id}, so you must explicitly reference that version in RemoveFromVersionId.`,
    ),
  labelNotThere: (label: string, id: string) =>
    secretErrors.invalidParameter(
      `The parameter RemoveFromVersionId isn't valid. Staging label ${label} isn't attached to version ${id}.`,
    ),
  noVersionNamed: () =>
    secretErrors.invalidParameter(
      'You must provide either MoveToVersionId or RemoveFromVersionId.',
    ),
  currentStays: () =>
    secretErrors.invalidParameter(
      "You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.",
    ),
  notOfThatStage: () =>
    new AwsError(
      'InvalidRequestException',
      'You provided a VersionStage that is not associated to the provided VersionId.',
    ),
  noRotationFunction: () =>
    new AwsError(
      'InvalidRequestException',
      'No Lambda rotation function ARN is associated with this secret.',
    ),
  cannotInvoke: () =>
    new AwsError(
      'AccessDeniedException',
      'Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com.',
    ),
  invalidParameter: (message: string) => new AwsError('InvalidParameterException', message),
  invalidName: () =>
    new AwsError(
      'ValidationException',
      'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
    ),
  invalidToken: () => new AwsError('InvalidNextTokenException', 'The NextToken value is invalid.'),
  malformedPolicy: (why: string) =>
    new AwsError('MalformedPolicyDocumentException', `This resource policy is not valid: ${why}`),
  tooManyTags: () =>
    secretErrors.invalidParameter('The number of tags on a secret must not exceed 50.'),
  denied: (message: string) => new AwsError('AccessDeniedException', message),
} as const;

/** Secrets Manager's messages for inputs that violate its model. */
export function invalidSecretInput(found: readonly Violation[]): AwsError {
  // The value is omitted: it may be the secret.
  const said = found.map(({ path, constraint }) => {
    const at = path.charAt(0).toLowerCase() + path.slice(1);
    return `Value at '${at}' failed to satisfy constraint: ${constraint}`;
  });
  const noun = found.length === 1 ? 'error' : 'errors';
  return new AwsError(
    'ValidationException',
    `${found.length} validation ${noun} detected: ${said.join('; ')}`,
  );
}
