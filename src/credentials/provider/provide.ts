import { type ProviderRequest, renderResponse } from './protocol.ts';
import { type HostMap, hostOf, type Registry, registryOf } from './registry.ts';
import { type AuthorizationData, cacheSeconds, decodeToken } from './token.ts';

/** A pod's own way to credentials: its service account's token for a role (KEP-4412). */
export interface WebIdentity {
  readonly roleArn: string;
  readonly token: string;
}

export interface ProvideOptions {
  /** Asks AWS for a token: as the web identity, or with the default credential chain. */
  readonly authorize: (
    registry: Registry,
    identity: WebIdentity | undefined,
  ) => Promise<AuthorizationData | undefined>;
  readonly hosts: HostMap;
  /** Role for service accounts that name none (AWS_ECR_ROLE_ARN). */
  readonly defaultRoleArn?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

const roleAnnotation = 'eks.amazonaws.com/ecr-role-arn';

/**
 * Answers the kubelet: find the registry, ask ECR for a token, hand it over for that host only.
 * @returns the line for stdout.
 * @throws ProviderError
 */
export async function provide(request: ProviderRequest, options: ProvideOptions): Promise<string> {
  const host = hostOf(request.image);
  const registry = registryOf(host, options.hosts);
  const identity = webIdentityOf(request, options.defaultRoleArn);
  const data = await options.authorize(registry, identity);
  return renderResponse(request.apiVersion, {
    host,
    ...decodeToken(data),
    cacheSeconds: cacheSeconds(data?.expiresAt, options.now()),
  });
}

/** A token without a role falls back to the node's own credentials, as upstream does since 1.35. */
function webIdentityOf(
  { serviceAccountToken, serviceAccountAnnotations }: ProviderRequest,
  defaultRoleArn: string | undefined,
): WebIdentity | undefined {
  const roleArn = serviceAccountAnnotations[roleAnnotation] || defaultRoleArn;
  if (serviceAccountToken === undefined || !roleArn) return undefined;
  return { roleArn, token: serviceAccountToken };
}
