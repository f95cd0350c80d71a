import { AwsError } from '../../protocol/aws-error.ts';

export const noSuchEntity = (message: string): AwsError =>
  new AwsError('NoSuchEntity', message, 404);

export const alreadyExists = (message: string): AwsError =>
  new AwsError('EntityAlreadyExists', message, 409);

export const deleteConflict = (message: string): AwsError =>
  new AwsError('DeleteConflict', message, 409);

export const limitExceeded = (message: string): AwsError =>
  new AwsError('LimitExceeded', message, 409);

/** Service-linked roles belong to their service. */
export const unmodifiable = (role: string): AwsError =>
  new AwsError(
    'UnmodifiableEntity',
    `Cannot perform the operation on the protected role '${role}' - this role is only modifiable by AWS`,
    400,
  );

export const malformedPolicy = (message: string): AwsError =>
  new AwsError('MalformedPolicyDocument', message, 400);

export const invalidInput = (message: string): AwsError =>
  new AwsError('InvalidInput', message, 400);

function shownValue(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(String).join(', ')}]` : String(value);
}

/** IAM's and STS's wording for inputs that break their model. */
export function validationError(
  found: readonly { path: string; value?: unknown; constraint: string }[],
): AwsError {
  const said = found.map(({ path, value, constraint }) => {
    const shown = value === undefined ? 'null' : `'${shownValue(value)}'`;
    const at = path.charAt(0).toLowerCase() + path.slice(1);
    return `Value ${shown} at '${at}' failed to satisfy constraint: ${constraint}`;
  });
  const noun = found.length === 1 ? 'error' : 'errors';
  return new AwsError(
    'ValidationError',
    `${found.length} validation ${noun} detected: ${said.join('; ')}`,
  );
}
