import { type FailureKind, ProviderError } from './errors.ts';

/** The fields by which the SDK's errors tell themselves apart. */
interface SdkError extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly statusCode?: number };
}

/** Names of AWS's and the SDK's errors, and of Node's network codes, for each failure. */
const kinds: readonly (readonly [RegExp, FailureKind])[] = [
  [/^(CredentialsProviderError|TokenProviderError|ProviderError)$/, 'noIdentity'],
  [
    /^(UnrecognizedClientException|InvalidClientTokenId|ExpiredToken(Exception)?|InvalidSignatureException|SignatureDoesNotMatch|RequestExpired|InvalidIdentityToken(Exception)?)$/,
    'badIdentity',
  ],
  [/^(AccessDenied(Exception)?|UnauthorizedOperation|AuthorizationError)$/, 'denied'],
  [/^(Throttl\w*|RequestLimitExceeded|TooManyRequestsException)$/, 'throttled'],
  [
    /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|TimeoutError|CERT_\w+|\w*SELF_SIGNED\w*|UNABLE_TO_\w+)$/,
    'unreachable',
  ],
];

/**
 * Turns what the SDK threw into one of this program's failures; the AWS error's own text stays.
 * @param signal the limit of the whole: once it has fired, every error is its doing.
 */
export function asProviderError(error: unknown, signal: AbortSignal): ProviderError {
  if (error instanceof ProviderError) return error;
  const failure = error as SdkError;
  if (signal.aborted) {
    return new ProviderError('tooSlow', 'no answer from AWS in time', { cause: error });
  }
  const kind = kindOf(failure);
  const name = failure.name === 'Error' ? '' : `${failure.name}: `;
  return new ProviderError(kind, `${name}${failure.message}`, { cause: error });
}

function kindOf({ name, code, message }: SdkError): FailureKind {
  for (const sign of [code, name]) {
    const known = kinds.find(([pattern]) => sign !== undefined && pattern.test(sign));
    if (known !== undefined) return known[1];
  }
  // The credential chain reports an unreachable metadata service in words only.
  return /credential|metadata/i.test(message) && name === 'Error' ? 'noIdentity' : 'api';
}
