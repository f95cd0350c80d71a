import { AuthenticationError } from './authentication-error.ts';
import type { Authorization, IncomingRequest } from './signed-request.ts';

/**
 * A key that needs no secret could be put into any link: a request that carries one in its query must send a
 * header that no web page can send without CORS, as SDKs and the EKS authenticator do.
 */
export function requireProgram({ expiresIn }: Authorization, { headers }: IncomingRequest): void {
  if (expiresIn === undefined) return;
  const proof = Object.keys(headers).some(
    (name) => name.startsWith('x-amz-') || name === 'x-k8s-aws-id',
  );
  if (proof) return;
  throw new AuthenticationError(
    'INCOMPLETE',
    'An access key of the root user in a query needs a header that no web page can send, such as X-Amz-Date. Sign in the Authorization header, or with the access key of a user or role.',
  );
}

/**
 * What is not signed could be replaced in transit: the host, and every header that AWS reads as part of the
 * request. Source: IAM User Guide, "Create a signed AWS API request", canonical headers.
 */
export function requireSigned(
  { signedHeaders }: Authorization,
  { headers }: IncomingRequest,
): void {
  if (!signedHeaders.includes('host')) throw unsignedHeader("'Host' or ':authority'");
  const unsigned = Object.keys(headers).find(
    (name) => name.startsWith('x-amz-') && !signedHeaders.includes(name),
  );
  if (unsigned !== undefined) throw unsignedHeader(`'${capitalised(unsigned)}'`);
}

function unsignedHeader(name: string): AuthenticationError {
  return new AuthenticationError(
    'BAD_SIGNATURE',
    `${name} must be a 'SignedHeader' in the AWS Authorization.`,
  );
}

function capitalised(header: string): string {
  return header.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}
