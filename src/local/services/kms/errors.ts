import { AwsError } from '../../protocol/aws-error.ts';
import type { Violation } from '../../protocol/validate.ts';

/** Errors of KMS, in its own codes and words (API reference, "Common errors"; public logs). */
export const kmsErrors = {
  noKey: (arn: string) => new AwsError('NotFoundException', `Key '${arn}' does not exist`),
  noAlias: (arn: string) => new AwsError('NotFoundException', `Alias ${arn} is not found.`),
  invalidKeyId: (id: string) => new AwsError('NotFoundException', `Invalid keyId '${id}'`),
  disabled: (arn: string) => new AwsError('DisabledException', `${arn} is disabled.`),
  invalidState: (arn: string, state: string) =>
    new AwsError('KMSInvalidStateException', `${arn} ${state}.`),
  noGrant: (id: string) => new AwsError('NotFoundException', `Grant ID ${id} not found`),
  noGrantToken: () => new AwsError('InvalidGrantTokenException', 'The grant token is invalid.'),
  aliasExists: (arn: string) =>
    new AwsError('AlreadyExistsException', `An alias with the name ${arn} already exists`),
  invalidPolicy: (message: string) => new AwsError('MalformedPolicyDocumentException', message),
  validation: (message: string) => new AwsError('ValidationException', message),
  invalidCiphertext: () => new AwsError('InvalidCiphertextException', ''),
  invalidMarker: () => new AwsError('InvalidMarkerException', 'The marker is invalid.'),
  dryRun: () =>
    new AwsError(
      'DryRunOperationException',
      'The request would have succeeded, but the DryRun option is set.',
    ),
  denied: (message: string) => new AwsError('AccessDeniedException', message, 400),
};

/** The error for an input that breaks the model. */
export function invalidKmsInput(found: readonly Violation[]): AwsError {
  const all = found.map(
    ({ path, value, constraint }) =>
      `Value ${value === undefined ? 'null' : `'${String(value)}'`} at '${path.charAt(0).toLowerCase()}${path.slice(1)}' failed to satisfy constraint: ${constraint}`,
  );
  const plural = all.length === 1 ? '' : 's';
  return kmsErrors.validation(
    `${all.length} validation error${plural} detected: ${all.join('; ')}`,
  );
}
