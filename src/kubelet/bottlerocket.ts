import type { CredentialProvider, CredentialProviderConfig } from './credential-provider-config.ts';
import { KubeletConfigError } from './errors.ts';
import { parseGoDuration } from './go-duration.ts';
import { validateProviders } from './validate-providers.ts';

/**
 * Reads the credential providers in Bottlerocket's settings: `settings.kubernetes.credential-providers`, with
 * one entry per provider that has `enabled`, `image-patterns`, `cache-duration` and `environment`.
 * (Bottlerocket: settings reference, kubernetes)
 * @param settings a document of settings, parsed from TOML.
 * @throws KubeletConfigError when there is none, or one is wrong.
 */
export function bottlerocketProviders(settings: unknown): CredentialProviderConfig {
  const entries = at(settings, 'settings', 'kubernetes', 'credential-providers');
  if (!isObject(entries)) {
    throw new KubeletConfigError(
      'there is no [settings.kubernetes.credential-providers.NAME] in these settings',
    );
  }
  const providers = Object.entries(entries)
    .filter(([, entry]) => !isObject(entry) || entry.enabled !== false)
    .map(([name, entry]) => providerOf(name, entry));
  const errors = validateProviders(providers);
  if (errors.length > 0) throw new KubeletConfigError(errors.join(', '));
  return { providers };
}

function providerOf(name: string, entry: unknown): CredentialProvider {
  const path = `settings.kubernetes.credential-providers.${name}`;
  if (!isObject(entry)) throw new KubeletConfigError(`${path} is not a table`);
  const {
    'image-patterns': patterns,
    'cache-duration': duration = '12h',
    environment = {},
  } = entry;
  if (!Array.isArray(patterns) || !patterns.every((one) => typeof one === 'string')) {
    throw new KubeletConfigError(`${path}.image-patterns is not a list of strings`);
  }
  const cache = typeof duration === 'string' ? parseGoDuration(duration) : undefined;
  if (cache === undefined) {
    throw new KubeletConfigError(`${path}.cache-duration is not a duration such as "12h"`);
  }
  if (!isObject(environment)) throw new KubeletConfigError(`${path}.environment is not a table`);
  return {
    name,
    matchImages: patterns,
    defaultCacheDuration: cache,
    apiVersion: 'credentialprovider.kubelet.k8s.io/v1',
    args: [],
    env: Object.entries(environment).map(([key, value]) => ({ name: key, value: String(value) })),
  };
}

function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((found, name) => (isObject(found) ? found[name] : undefined), value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
