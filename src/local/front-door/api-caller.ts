import type { IncomingMessage } from 'node:http';
import { sha256Hex } from '../../aws/sigv4.ts';
import type { CoreSettings } from '../core/call.ts';
import type { Operation, Service } from '../core/service.ts';
import { type Authenticator, authenticate, claimantOf } from '../identity/authenticate.ts';
import { AuthenticationError } from '../identity/authentication-error.ts';
import { type Caller, rootOf } from '../identity/caller.ts';
import {
  type Authorization,
  type IncomingRequest,
  readAuthorization,
} from '../identity/signed-request.ts';
import type { ApiRequest } from './api-request.ts';
import { authenticationFailure } from './replies.ts';

/** Who calls an AWS API, and in which Region. */
export interface ApiCaller {
  readonly caller: Caller;
  readonly region: string;
  readonly isSigned: boolean;
}

/** Why the signature is refused, whatever the body; undefined when it may be valid. */
export function strangerOf(
  authenticator: Authenticator,
  request: IncomingMessage,
): AuthenticationError | undefined {
  const incoming = incomingOf(request);
  try {
    claimantOf(authenticator, readAuthorization(incoming), incoming);
    return undefined;
  } catch (error) {
    if (error instanceof AuthenticationError) return error;
    throw error;
  }
}

/**
 * Identifies the caller of an operation. @throws AwsError, in the service's form, when the signature is
 * refused.
 */
export function identify(
  { defaultRegion }: CoreSettings,
  authenticator: Authenticator,
  { service, body }: ApiRequest,
  operation: Operation | undefined,
  request: IncomingMessage,
): ApiCaller {
  const incoming = incomingOf(request);
  try {
    const authorization = readAuthorization(incoming);
    checkScope(service, authorization);
    const caller = authenticate(authenticator, authorization, incoming, sha256Hex(body));
    return { caller, region: authorization.scope.region, isSigned: true };
  } catch (error) {
    if (!(error instanceof AuthenticationError)) throw error;
    if (error.code === 'MISSING' && operation?.unsigned === true) {
      return { caller: nobody, region: defaultRegion, isSigned: false };
    }
    throw authenticationFailure(service, error);
  }
}

/** The caller of an operation that needs no signature; such operations do not use the caller. */
const nobody: Caller = { ...rootOf('000000000000'), arn: 'anonymous' };

function checkScope({ signingName }: Service, { scope }: Authorization): void {
  if (scope.service !== signingName) {
    throw new AuthenticationError(
      'BAD_SIGNATURE',
      `Credential should be scoped to correct service: '${signingName}'. `,
    );
  }
  if (!/^[a-z]{2,}(-[a-z]+)+-\d$/.test(scope.region)) {
    throw new AuthenticationError(
      'BAD_SIGNATURE',
      `Credential should be scoped to a valid region. `,
    );
  }
}

function incomingOf({ method = '', url = '', headers }: IncomingMessage): IncomingRequest {
  const [path = '', query = ''] = url.split('?', 2);
  return { method, path, query, headers };
}
