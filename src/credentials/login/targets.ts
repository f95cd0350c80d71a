import { ecrHostName } from '../../names/registry-host.ts';
import { CredentialError } from '../errors.ts';
import { hostOf, type Registry, registryOf } from '../registry.ts';
import type { Settings } from '../settings.ts';

/** A registry to log in to. Without a host it is the caller's own, whose account only ECR knows. */
export interface Target {
  readonly host: string | undefined;
  readonly registry: Registry;
}

/**
 * The registries that the arguments name: registry hosts, image references, or account ids, the latter in every
 * given Region; without an argument, the caller's own registry in those Regions.
 * @throws CredentialError `configuration`, `foreignHost`
 */
export function loginTargets(
  names: readonly string[],
  regions: readonly string[],
  { hosts, environment }: Settings,
): Target[] {
  const given = [...regions, environment.AWS_REGION, environment.AWS_DEFAULT_REGION].filter(
    Boolean,
  );
  const inRegions = regions.length > 0 ? regions : (given.slice(0, 1) as string[]);
  if (names.length === 0) {
    return regionsOrFail(inRegions).map((region) => ({
      host: undefined,
      registry: registryOf(ecrHostName('000000000000', region), hosts),
    }));
  }
  const all = names.flatMap((name) =>
    /^\d{12}$/.test(name)
      ? regionsOrFail(inRegions).map((region) => ecrHostName(name, region))
      : [hostNamed(name)],
  );
  return [...new Set(all)].map((host) => ({ host, registry: registryOf(host, hosts) }));
}

function hostNamed(name: string): string {
  try {
    return hostOf(name);
  } catch (cause) {
    const fix = 'name a registry host, an image or an account id';
    throw new CredentialError('configuration', `${JSON.stringify(name)} is not a registry`, {
      cause,
      fix,
    });
  }
}

function regionsOrFail(regions: readonly string[]): readonly string[] {
  if (regions.length > 0 && regions.every((region) => /^[a-z]{2,4}(-[a-z]+)+-\d+$/.test(region))) {
    return regions;
  }
  throw new CredentialError(
    'configuration',
    regions.length === 0
      ? 'no Region: name registries by host, or give --region or AWS_REGION'
      : `${JSON.stringify(regions.join(' '))} is not a list of Regions`,
  );
}
