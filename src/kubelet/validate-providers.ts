import type { CredentialProvider, TokenAttributes } from './credential-provider-config.ts';
import { duplicate, forbidden, invalid, notSupported, required } from './field-errors.ts';
import { parseSchemelessUrl } from './match-images.ts';

/** Versions of the exec protocol that a kubelet supports, in the order in which it lists them. */
export const execVersions: readonly string[] = [
  'credentialprovider.kubelet.k8s.io/v1',
  'credentialprovider.kubelet.k8s.io/v1alpha1',
  'credentialprovider.kubelet.k8s.io/v1beta1',
];
const [v1 = ''] = execVersions;
const cacheTypes: readonly string[] = ['ServiceAccount', 'Token'];

const namePart =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

/** @returns what is wrong with the providers, in the kubelet's texts (validateCredentialProviderConfig). */
export function validateProviders(providers: readonly CredentialProvider[]): string[] {
  if (providers.length === 0) {
    return [required('providers', 'at least 1 item in plugins is required')];
  }
  const names = providers.map(({ name }) => name);
  return providers.flatMap((provider, at) => [
    ...nameErrors(provider.name),
    ...(names.indexOf(provider.name) < at ? [duplicate('providers.name', provider.name)] : []),
    ...versionErrors(provider.apiVersion),
    ...imageErrors(provider.matchImages),
    ...durationErrors(provider.defaultCacheDuration),
    ...(provider.tokenAttributes ? tokenErrors(provider.tokenAttributes, provider.apiVersion) : []),
  ]);
}

function nameErrors(name: string): string[] {
  // The kubelet's validation accepts an empty name, but startup fails because there is no such executable.
  if (name === '') return [required('providers.name', 'the executable is looked for by it')];
  const rules: [boolean, string][] = [
    [name.includes('/'), "provider name cannot contain '/'"],
    [name.includes(' '), 'provider name cannot contain spaces'],
    [name === '.', "provider name cannot be '.'"],
    [name === '..', "provider name cannot be '..'"],
  ];
  return rules.flatMap(([broken, rule]) => (broken ? [invalid('providers.name', name, rule)] : []));
}

function versionErrors(version: string): string[] {
  if (version === '') return [required('providers.apiVersion')];
  return execVersions.includes(version)
    ? []
    : [notSupported('providers.apiVersion', version, execVersions)];
}

function imageErrors(patterns: readonly string[]): string[] {
  if (patterns.length === 0) {
    return [required('providers.matchImages', 'at least 1 item in matchImages is required')];
  }
  return patterns.flatMap((pattern) => {
    const parsed = parseSchemelessUrl(pattern);
    if (!('problem' in parsed)) return [];
    return [invalid('providers.matchImages', pattern, `match image is invalid: ${parsed.problem}`)];
  });
}

function durationErrors(duration: number | undefined): string[] {
  const path = 'providers.defaultCacheDuration';
  if (duration === undefined) return [required(path)];
  if (duration >= 0) return [];
  const rule = 'defaultCacheDuration must be greater than or equal to 0';
  return [invalid(path, `${duration / 1000}s`, rule)];
}

function tokenErrors(token: TokenAttributes, apiVersion: string): string[] {
  const path = 'providers.tokenAttributes';
  const needed = token.requiredServiceAccountAnnotationKeys;
  const optional = token.optionalServiceAccountAnnotationKeys;
  const both = needed.filter((key) => optional.includes(key)).sort();
  return [
    ...(token.serviceAccountTokenAudience === ''
      ? [required(`${path}.serviceAccountTokenAudience`)]
      : []),
    ...(token.requireServiceAccount === undefined
      ? [required(`${path}.requireServiceAccount`)]
      : []),
    ...(apiVersion === v1
      ? []
      : [forbidden(path, `tokenAttributes is only supported for ${v1} API version`)]),
    ...(token.requireServiceAccount === false && needed.length > 0
      ? [
          forbidden(
            `${path}.requiredServiceAccountAnnotationKeys`,
            'requireServiceAccount cannot be false when requiredServiceAccountAnnotationKeys is set',
          ),
        ]
      : []),
    ...keyErrors(`${path}.requiredServiceAccountAnnotationKeys`, needed),
    ...keyErrors(`${path}.optionalServiceAccountAnnotationKeys`, optional),
    ...(both.length > 0
      ? [invalid(path, both, 'annotation keys cannot be both required and optional')]
      : []),
    ...cacheTypeErrors(`${path}.cacheType`, token.cacheType),
  ];
}

function keyErrors(path: string, keys: readonly string[]): string[] {
  const qualified =
    /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?([a-z0-9][-a-z0-9_.]{0,61})?[a-z0-9]$/;
  return keys.flatMap((key, at) => [
    ...(qualified.test(key.toLowerCase()) ? [] : [invalid(path, key, namePart)]),
    ...(keys.indexOf(key) < at ? [duplicate(path, key)] : []),
  ]);
}

function cacheTypeErrors(path: string, cacheType: string): string[] {
  if (cacheTypes.includes(cacheType)) return [];
  if (cacheType !== '') return [notSupported(path, cacheType, cacheTypes)];
  return [
    required(
      path,
      `cacheType is required to be set when tokenAttributes is specified. Supported values are: ${cacheTypes.join(', ')}`,
    ),
  ];
}
