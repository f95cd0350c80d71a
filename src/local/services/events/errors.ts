import { AwsError } from '../../protocol/aws-error.ts';
import type { Violation } from '../../protocol/validate.ts';

/** Errors of EventBridge (API reference; public logs). */
export const eventErrors = {
  noBus: (name: string) =>
    new AwsError('ResourceNotFoundException', `Event bus ${name} does not exist.`),
  noRule: (name: string) =>
    new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus default.`),
  noResource: (arn: string) =>
    new AwsError('ResourceNotFoundException', `Resource ${arn} does not exist.`),
  invalidPattern: (reason: string) =>
    new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`),
  limitExceeded: () =>
    new AwsError(
      'LimitExceededException',
      'The requested resource exceeds the maximum number allowed.',
    ),
  tooLarge: () =>
    eventErrors.invalid('Total size of the entries in the request is over the limit.'),
  invalid: (message: string) => new AwsError('ValidationException', message),
  denied: (message: string) => new AwsError('AccessDeniedException', message),
} as const;

export function invalidEventInput(found: readonly Violation[]): AwsError {
  const said = found.map(({ path, constraint }) => {
    const at = path.charAt(0).toLowerCase() + path.slice(1);
    return `Value at '${at}' failed to satisfy constraint: ${constraint}`;
  });
  const noun = found.length === 1 ? 'error' : 'errors';
  return eventErrors.invalid(`${found.length} validation ${noun} detected: ${said.join('; ')}`);
}
