import type { SourceContext } from '../aws/client/credentials/source.ts';
import { getAuthorizationToken, publicRegion, type TokenAnswer } from '../aws/client/ecr-token.ts';
import { customEndpoint } from '../aws/client/endpoint.ts';
import { asCredentialError } from './aws-errors.ts';
import { TokenCache } from './cache/token-cache.ts';
import { sourceOf, type WebIdentity } from './identity.ts';
import { type Registry, registryKey } from './registry.ts';
import { rolesFor } from './roles.ts';
import type { Settings } from './settings.ts';
import { readToken, type Token } from './token.ts';

export interface ObtainOptions extends Settings {
  /** The service account token of a pod. */
  readonly pod?: WebIdentity | undefined;
  readonly signal: AbortSignal;
  /** Called when the token cache cannot be used, which costs only an additional call. */
  readonly warn: (failure: unknown) => void;
}

/**
 * Gets a registry's token: determines the identity, looks in the cache, else asks ECR.
 * @throws CredentialError
 */
export async function obtainToken(registry: Registry, options: ObtainOptions): Promise<Token> {
  const { environment, signal, cacheFolder } = options;
  const region = registry.kind === 'private' ? registry.ecr.region : undefined;
  const context: SourceContext = {
    environment,
    signal,
    region: region ?? (environment.AWS_REGION || environment.AWS_DEFAULT_REGION || publicRegion),
  };
  try {
    const source = await sourceOf(options.pod, rolesFor(registry, options.roles), context);
    const ask = async (): Promise<Token> =>
      readToken(await answerOf(registry, { ...context, credentials: await source.credentials() }));
    if (cacheFolder === undefined) return await ask();
    const endpoint = customEndpoint('ecr', environment) ?? '';
    const identity = `${await source.identity()}@${endpoint}`;
    const cache = new TokenCache(cacheFolder, { warn: options.warn, signal });
    return await cache.get({ registry: registryKey(registry), identity }, ask);
  } catch (error) {
    throw asCredentialError(error);
  }
}

/** A FIPS or dual-stack host is served by the API endpoint of its kind: the other may not be reachable. */
function answerOf(
  registry: Registry,
  request: Omit<Parameters<typeof getAuthorizationToken>[0], 'region' | 'variant'>,
): Promise<TokenAnswer | undefined> {
  if (registry.kind === 'public') {
    const variant = { fips: false, dualStack: registry.dualStack };
    return getAuthorizationToken({ ...request, region: undefined, variant });
  }
  const { region, fips, dualStack } = registry.ecr;
  return getAuthorizationToken({ ...request, region, variant: { fips, dualStack } });
}
