import { load } from 'js-yaml';
import { KubeletConfigError } from './errors.ts';
import { aggregate } from './field-errors.ts';
import { parseGoDuration } from './go-duration.ts';
import { validateProviders } from './validate-providers.ts';

export interface CredentialProviderConfig {
  readonly providers: readonly CredentialProvider[];
}

/** One entry of a CredentialProviderConfig (kubelet.config.k8s.io/v1). */
export interface CredentialProvider {
  /** Name of the executable in the kubelet's --image-credential-provider-bin-dir. */
  readonly name: string;
  readonly matchImages: readonly string[];
  /** Milliseconds; undefined only before validation, which requires it. */
  readonly defaultCacheDuration?: number;
  /** Version of the exec protocol, such as `credentialprovider.kubelet.k8s.io/v1`. */
  readonly apiVersion: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly tokenAttributes?: TokenAttributes;
}

/** How a provider gets the pod's service account token (KEP-4412). */
export interface TokenAttributes {
  readonly serviceAccountTokenAudience: string;
  readonly cacheType: string;
  readonly requireServiceAccount?: boolean;
  readonly requiredServiceAccountAnnotationKeys: readonly string[];
  readonly optionalServiceAccountAnnotationKeys: readonly string[];
}

const group = 'kubelet.config.k8s.io';
const versions = new Set(['v1', 'v1beta1', 'v1alpha1']);

type Fields = Readonly<Record<string, unknown>>;
type Kind = 'string' | 'boolean' | 'strings' | 'objects' | 'object' | 'duration';

/** Fields and their kinds: decoding is strict, like the kubelet's codec. */
const shapes: Readonly<Record<string, Readonly<Record<string, Kind>>>> = {
  config: { apiVersion: 'string', kind: 'string', providers: 'objects' },
  provider: {
    name: 'string',
    matchImages: 'strings',
    defaultCacheDuration: 'duration',
    apiVersion: 'string',
    args: 'strings',
    env: 'objects',
    tokenAttributes: 'object',
  },
  env: { name: 'string', value: 'string' },
  tokenAttributes: {
    serviceAccountTokenAudience: 'string',
    cacheType: 'string',
    requireServiceAccount: 'boolean',
    requiredServiceAccountAnnotationKeys: 'strings',
    optionalServiceAccountAnnotationKeys: 'strings',
  },
};

/**
 * Parses and validates a CredentialProviderConfig, YAML or JSON.
 * (kubelet: pkg/credentialprovider/plugin/config.go, decode and validateCredentialProviderConfig)
 * @throws KubeletConfigError with the kubelet's text: the error with which it would refuse to start.
 */
export function parseCredentialProviderConfig(text: string): CredentialProviderConfig {
  const fields = decode(text);
  const config = { providers: objects(fields, 'providers').map(providerOf) };
  const errors = validateProviders(config.providers);
  if (errors.length > 0) {
    throw new KubeletConfigError(
      `failed to validate credential provider config: ${aggregate(errors)}`,
    );
  }
  return config;
}

/**
 * Joins the configs of a directory's files, given in the order of their names.
 * @throws KubeletConfigError when two have a provider of the same name.
 */
export function mergeConfigs(
  configs: readonly CredentialProviderConfig[],
): CredentialProviderConfig {
  const providers = configs.flatMap((config) => config.providers);
  const names = providers.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) {
    throw refused(
      `duplicate provider name ${JSON.stringify(twice)} found in configuration file(s)`,
    );
  }
  return { providers };
}

/** Maximum size in bytes, far above that of any real configuration, because parsing YAML is slow. */
const maxSize = 256 << 10;

function parseYaml(text: string): unknown {
  const size = Buffer.byteLength(text);
  if (size > maxSize) {
    throw refused(
      `it has ${size} bytes, and a credential provider configuration of more than ${maxSize} is not read`,
    );
  }
  try {
    return load(text, { maxAliases: 0 });
  } catch (cause) {
    const [problem] = cause instanceof Error ? cause.message.split('\n') : [];
    throw refused(`error converting YAML to JSON: ${problem}`, cause);
  }
}

function decode(text: string): Fields {
  const value = parseYaml(text);
  if (!isObject(value)) throw refused("Object 'Kind' is missing in the credential provider config");
  const { kind, apiVersion } = value;
  if (kind !== 'CredentialProviderConfig') {
    throw refused(`failed to decode ${JSON.stringify(kind ?? '')} (wrong Kind)`);
  }
  const [foundGroup, version = ''] = String(apiVersion ?? '').split('/');
  if (foundGroup !== group) {
    throw refused(
      `failed to decode CredentialProviderConfig, unexpected Group: ${foundGroup ?? ''}`,
    );
  }
  if (!versions.has(version)) {
    throw refused(`no kind "CredentialProviderConfig" is registered for version "${apiVersion}"`);
  }
  check(value, 'config', '');
  return value;
}

function check(fields: Fields, shape: string, path: string): void {
  for (const [name, value] of Object.entries(fields)) {
    const at = path === '' ? name : `${path}.${name}`;
    const kind = shapes[shape]?.[name];
    if (kind === undefined) throw refused(`strict decoding error: unknown field "${at}"`);
    if (value !== null && !isKind(value, kind)) {
      throw refused(`json: cannot unmarshal ${typeof value} into field ${at} of type ${kind}`);
    }
  }
  const inner = { providers: 'provider', env: 'env' };
  for (const [name, innerShape] of Object.entries(inner)) {
    objects(fields, name).forEach((one, index) => {
      check(one, innerShape, `${path === '' ? '' : `${path}.`}${name}[${index}]`);
    });
  }
  if (isObject(fields.tokenAttributes)) {
    check(fields.tokenAttributes, 'tokenAttributes', `${path}.tokenAttributes`);
  }
}

function isKind(value: unknown, kind: Kind): boolean {
  if (kind === 'strings') return Array.isArray(value) && value.every((v) => typeof v === 'string');
  if (kind === 'objects') return Array.isArray(value) && value.every(isObject);
  if (kind === 'object') return isObject(value);
  if (kind === 'duration') return typeof value === 'string' && parseGoDuration(value) !== undefined;
  return typeof value === kind;
}

function providerOf(fields: Fields): CredentialProvider {
  const duration = fields.defaultCacheDuration;
  const token = fields.tokenAttributes;
  const ms = typeof duration === 'string' ? parseGoDuration(duration) : undefined;
  return {
    name: text(fields, 'name'),
    matchImages: texts(fields, 'matchImages'),
    apiVersion: text(fields, 'apiVersion'),
    args: texts(fields, 'args'),
    env: objects(fields, 'env').map((one) => ({
      name: text(one, 'name'),
      value: text(one, 'value'),
    })),
    ...(ms === undefined ? {} : { defaultCacheDuration: ms }),
    ...(isObject(token) ? { tokenAttributes: tokenAttributesOf(token) } : {}),
  };
}

function tokenAttributesOf(fields: Fields): TokenAttributes {
  const required = fields.requireServiceAccount;
  return {
    serviceAccountTokenAudience: text(fields, 'serviceAccountTokenAudience'),
    cacheType: text(fields, 'cacheType'),
    requiredServiceAccountAnnotationKeys: texts(fields, 'requiredServiceAccountAnnotationKeys'),
    optionalServiceAccountAnnotationKeys: texts(fields, 'optionalServiceAccountAnnotationKeys'),
    ...(typeof required === 'boolean' ? { requireServiceAccount: required } : {}),
  };
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}

function texts(fields: Fields, name: string): string[] {
  const value = fields[name];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

function objects(fields: Fields, name: string): Fields[] {
  const value = fields[name];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refused(message: string, cause?: unknown): KubeletConfigError {
  return new KubeletConfigError(`error decoding credential provider config: ${message}`, {
    cause,
  });
}
