import { CallError, type CallFailure } from '../aws/client/errors.ts';
import { mayPass } from '../aws/client/retry.ts';
import { CredentialError, type FailureKind } from './errors.ts';

/** AWS's error codes, by what they mean for credentials. */
const kinds: readonly (readonly [RegExp, FailureKind])[] = [
  [
    /^(UnrecognizedClientException|InvalidClientTokenId|ExpiredToken(Exception)?|InvalidSignatureException|SignatureDoesNotMatch|RequestExpired|RequestTimeTooSkewed|InvalidIdentityToken(Exception)?|IncompleteSignature(Exception)?|MissingAuthenticationToken(Exception)?)$/,
    'badIdentity',
  ],
  [/^(AccessDenied(Exception)?|UnauthorizedOperation|AuthorizationError|OptInRequired)$/, 'denied'],
  [/^(Throttl\w*|RequestLimitExceeded|TooManyRequests\w*)$/, 'throttled'],
];

const byCode: Record<Exclude<CallFailure, 'SERVICE'>, FailureKind> = {
  NO_CREDENTIALS: 'noIdentity',
  MISCONFIGURED: 'configuration',
  UNREACHABLE: 'unreachable',
  TIMEOUT: 'tooSlow',
  NOT_AWS: 'unusableToken',
};

/** Converts a failed AWS call into one of this room's failures; AWS's own message is kept. */
export function asCredentialError(error: unknown): CredentialError {
  if (error instanceof CredentialError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new CredentialError(kindOf(error), message, { cause: error });
}

function kindOf(error: unknown): FailureKind {
  if (!(error instanceof CallError)) return 'api';
  if (error.code !== 'SERVICE') return byCode[error.code];
  return kinds.find(([pattern]) => pattern.test(error.awsCode ?? ''))?.[1] ?? 'api';
}

/** The same for a call that assumes a role: the fix for a refused role is elsewhere than for a refusal by ECR. */
export function asRoleError(error: unknown, hint = ''): CredentialError {
  const failure = asCredentialError(error);
  const aboutTheRole = error instanceof CallError && error.code === 'SERVICE' && !mayPass(error);
  if (!aboutTheRole) return failure;
  const message = `failed to assume role: ${failure.message}${hint}`;
  return new CredentialError('assumeRole', message, { cause: error });
}
