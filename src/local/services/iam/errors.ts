import { AwsError } from '../../protocol/aws-error.ts';
import type { Value } from '../../protocol/model.ts';
import type { Violation } from '../../protocol/validate.ts';

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

/** A value that IAM refuses after parsing, with the message of the operation. */
export const invalidValue = (message: string): AwsError => new AwsError('ValidationError', message);

/**
 * IAM's wording for inputs that break their model: the value is not repeated, and the members come in
 * the order of their names. Source: answers of February 2026, recorded by public test suites.
 */
export function invalidIamInput(found: readonly Violation[]): AwsError {
  const others = found.filter((one) => wordsOfForm(one) === undefined);
  const [first] = found;
  if (others.length === 0 && first !== undefined) {
    return invalidValue(
      `The specified value for ${inWords(first.path)} is invalid. ${wordsOfForm(first)}`,
    );
  }
  const said = others.map((one) => {
    const { path, constraint } = ofList(one);
    const words = constraint.replace(/ enum value set: .*$/, ' enum value set');
    return `Value at '${inWords(path)}' failed to satisfy constraint: ${words}`;
  });
  return detected([...new Set(said)].sort());
}

/** Malformed names and paths have their own messages instead of their pattern. */
function wordsOfForm({ path, constraint }: Violation): string | undefined {
  if (!constraint.startsWith('Member must satisfy regular expression pattern')) return undefined;
  if (/^(New)?(User|Role|Group|Policy|InstanceProfile)Name$/.test(path)) {
    return 'It must contain only alphanumeric characters and/or the following: +=,.@_-';
  }
  if (/^(New)?Path$/.test(path)) {
    return 'It must begin and end with / and contain only alphanumeric characters and/or / characters.';
  }
  return undefined;
}

/** STS's message for the same: the value is repeated. */
export function invalidStsInput(found: readonly Violation[]): AwsError {
  const said = found.map((one) => {
    const { path, value, constraint } = ofList(one);
    return `Value ${shown(value)}at '${inWords(path)}' failed to satisfy constraint: ${constraint}`;
  });
  return detected([...new Set(said)]);
}

function detected(said: readonly string[]): AwsError {
  const noun = said.length === 1 ? 'error' : 'errors';
  return invalidValue(`${said.length} validation ${noun} detected: ${said.join('; ')}`);
}

function ofList(one: Violation): Pick<Violation, 'path' | 'value' | 'constraint'> {
  const { list } = one;
  return list === undefined
    ? one
    : { path: list.path, value: list.value, constraint: list.constraints };
}

/** On AWS, the value of a structure is printed as by Java; it is omitted here. */
function shown(value: Value | undefined): string {
  if (value === undefined) return 'null ';
  if (Array.isArray(value)) {
    return value.every((item) => typeof item === 'string') ? `'[${value.join(', ')}]' ` : '';
  }
  return typeof value === 'object' ? '' : `'${value}' `;
}

/** AWS's paths begin each member with a small letter: `tags.1.member.key`. */
function inWords(path: string): string {
  return path
    .split('.')
    .map((part) => part.charAt(0).toLowerCase() + part.slice(1))
    .join('.');
}
