import { callService } from './call.ts';
import type { Credentials } from './credentials/source.ts';
import { type EndpointVariant, endpointOf } from './endpoint.ts';
import { CallError } from './errors.ts';
import type { Environment } from './proxy.ts';

/** Region of ECR Public's API, the only one in which it issues tokens. */
export const publicRegion = 'us-east-1';
const contentType = 'application/x-amz-json-1.1';

export interface TokenRequest {
  /** Region of a private registry; undefined for ECR Public. */
  readonly region: string | undefined;
  readonly variant: EndpointVariant;
  readonly credentials: Credentials;
  readonly environment: Environment;
  readonly signal: AbortSignal;
}

/** ECR's response, not validated, and the time to compare its expiry with. */
export interface TokenAnswer {
  /** Base64 of `username:password`. */
  readonly authorizationToken?: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt?: number;
  /** Address of the caller's own registry. */
  readonly proxyEndpoint?: string;
  readonly now: number;
}

/**
 * `GetAuthorizationToken` of ECR or ECR Public (Amazon ECR API Reference).
 * @returns undefined when the answer has no authorization data.
 * @throws CallError
 */
export async function getAuthorizationToken(
  request: TokenRequest,
): Promise<TokenAnswer | undefined> {
  const { region = publicRegion, variant, ...rest } = request;
  const service = request.region === undefined ? 'ecr-public' : 'ecr';
  const { body, now } = await callService({
    ...rest,
    service,
    region,
    endpoint: endpointOf(service, region, variant, request.environment),
    contentType,
    target: `${targets[service]}.GetAuthorizationToken`,
    body: '{}',
  });
  const { authorizationData } = parse(body);
  const data = Array.isArray(authorizationData) ? authorizationData[0] : authorizationData;
  if (typeof data !== 'object' || data === null) return undefined;
  const { authorizationToken, expiresAt, proxyEndpoint } = data as Record<string, unknown>;
  return {
    now,
    ...(typeof authorizationToken === 'string' ? { authorizationToken } : {}),
    ...(typeof proxyEndpoint === 'string' ? { proxyEndpoint } : {}),
    ...(typeof expiresAt === 'number' ? { expiresAt: expiresAt * 1000 } : {}),
  };
}

const targets = {
  ecr: 'AmazonEC2ContainerRegistry_V20150921',
  'ecr-public': 'SpencerFrontendService',
};

function parse(body: string): { readonly authorizationData?: unknown } {
  try {
    return Object(JSON.parse(body));
  } catch {
    throw new CallError('NOT_AWS', 'the answer is not one of ECR: it holds no JSON');
  }
}
