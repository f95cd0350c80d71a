import { CredentialError } from '../errors.ts';
import type { WebIdentity } from '../identity.ts';
import { type HostMap, hostOf, type Registry, registryOf } from '../registry.ts';
import { cacheSeconds, type Token } from '../token.ts';
import { type ProviderRequest, renderResponse } from './protocol.ts';

export interface ProvideOptions {
  /** Gets a token, for the pod or for the identity of this process. */
  readonly obtain: (registry: Registry, pod: WebIdentity | undefined) => Promise<Token>;
  readonly hosts: HostMap;
  /** Role for service accounts that name none (AWS_ECR_ROLE_ARN). */
  readonly defaultRoleArn?: string | undefined;
  /** A service account without a role gets no credentials instead of the node's. */
  readonly requireRole?: boolean;
}

const roleAnnotation = 'eks.amazonaws.com/ecr-role-arn';

/**
 * Answers the kubelet: finds the registry, asks ECR for a token, and returns it for that host only.
 * @returns the line for stdout.
 * @throws CredentialError
 */
export async function provide(request: ProviderRequest, options: ProvideOptions): Promise<string> {
  const host = hostOf(request.image);
  const registry = registryOf(host, options.hosts);
  const token = await options.obtain(registry, podOf(request, options));
  return renderResponse(request.apiVersion, {
    host,
    username: token.username,
    password: token.password,
    cacheSeconds: cacheSeconds(token.expiresAt, token.obtainedAt),
  });
}

/** A service account without a role uses the node's own credentials, as upstream does since 1.35. */
function podOf(
  { serviceAccountToken, serviceAccountAnnotations }: ProviderRequest,
  { defaultRoleArn, requireRole }: ProvideOptions,
): WebIdentity | undefined {
  if (serviceAccountToken === undefined) return undefined;
  const roleArn = serviceAccountAnnotations[roleAnnotation] || defaultRoleArn;
  if (roleArn) return { roleArn, token: serviceAccountToken };
  if (requireRole === true) {
    throw new CredentialError('noRole', 'the service account names no role for ECR');
  }
  return undefined;
}
