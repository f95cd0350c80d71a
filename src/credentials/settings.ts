import type { Environment } from '../aws/client/proxy.ts';
import { type HostMap, parseHostMap } from './registry.ts';
import { parseRoleMap, type RoleMap } from './roles.ts';

/** The configuration of everything that gets registry tokens. */
export interface Settings {
  readonly environment: Environment;
  readonly hosts: HostMap;
  readonly roles: RoleMap;
  /** Folder of the token cache; undefined disables the cache. */
  readonly cacheFolder: string | undefined;
}

export interface Flags {
  /** `HOST=ECR_HOST` */
  readonly maps?: readonly string[];
  /** `ACCOUNT=ROLE_ARN` */
  readonly roles?: readonly string[];
  readonly cacheFolder?: string | undefined;
}

/**
 * Flags, and the environment where there is no flag: HAWSER_REGISTRY_HOSTS (separated by commas),
 * HAWSER_REGISTRY_ROLES (by spaces, since a role's name may contain commas), HAWSER_TOKEN_CACHE.
 * @throws CredentialError `configuration`
 */
export function readSettings(environment: Environment, flags: Flags = {}): Settings {
  const mapped = environment.HAWSER_REGISTRY_HOSTS?.split(',').filter(Boolean) ?? [];
  const roles = environment.HAWSER_REGISTRY_ROLES?.split(/\s+/).filter(Boolean) ?? [];
  const cache = flags.cacheFolder || environment.HAWSER_TOKEN_CACHE;
  return {
    environment,
    hosts: parseHostMap([...mapped, ...(flags.maps ?? [])]),
    roles: parseRoleMap([...roles, ...(flags.roles ?? [])]),
    cacheFolder: cache && cache !== 'off' ? cache : undefined,
  };
}
