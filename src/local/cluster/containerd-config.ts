import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import type { AuthEntry } from '../../kubelet/keyring.ts';

type Table = Readonly<Record<string, unknown>>;

/** What containerd takes from its config.toml for images. */
export interface ContainerdConfig {
  /** Folders with a folder for each registry. */
  readonly configPath: readonly string[];
  readonly sandboxImage: string;
  /** Credentials by registry host, which are used where the kubelet brings none. */
  readonly auths: Readonly<Record<string, AuthEntry>>;
}

/** A host that containerd asks for the images of a registry. */
export interface RegistryHost {
  /** Origin, such as `https://mirror.example.com:5000`. */
  readonly url: string;
  readonly canResolve: boolean;
}

/** @throws Error where containerd does not start with this file. */
export function readContainerdConfig(text: string): ContainerdConfig {
  const whole = parse(text) as Table;
  const isNew = Number(whole.version ?? 1) >= 3;
  const service = isNew
    ? at(whole, 'plugins', 'io.containerd.cri.v1.images')
    : at(whole, 'plugins', 'io.containerd.grpc.v1.cri');
  const registry = at(service, 'registry');
  const configPath = textOf(registry.config_path);
  if (configPath !== '' && Object.keys(at(registry, 'mirrors')).length > 0) {
    throw new Error('`mirrors` cannot be set when `config_path` is provided');
  }
  const sandbox = isNew ? at(service, 'pinned_images').sandbox : service.sandbox_image;
  const auths = Object.entries(at(registry, 'configs')).flatMap(([host, settings]) => {
    const { username, password } = at(settings, 'auth');
    return typeof username === 'string' && typeof password === 'string'
      ? [[host, { username, password }] as const]
      : [];
  });
  return {
    configPath: configPath.split(':').filter((one) => one !== ''),
    sandboxImage: textOf(sandbox) || 'registry.k8s.io/pause:3.10',
    auths: Object.fromEntries(auths),
  };
}

/**
 * The hosts for a registry in the order in which they are asked: those of its hosts.toml, then the server that it names,
 * which is the registry itself where it names none (containerd: docs/hosts.md).
 * @throws Error for a file that is not TOML.
 */
export function hostsOf(
  root: string,
  { configPath }: ContainerdConfig,
  registry: string,
): readonly RegistryHost[] {
  const own = { url: `https://${registry}`, canResolve: true };
  for (const folder of configPath) {
    const file = join(root, folder, registry, 'hosts.toml');
    const text = contentOf(file);
    if (text === undefined) continue;
    const whole = parse(text) as Table;
    const hosts = Object.entries(at(whole, 'host')).map(([url, settings]) => ({
      url,
      canResolve: canResolve(settings as Table),
    }));
    const server = textOf(whole.server);
    const last = server === '' ? own : { url: server, canResolve: canResolve(whole) };
    return [...hosts, last];
  }
  return [own];
}

/** Without any it has all (containerd: docs/hosts.md, "capabilities"). */
function canResolve({ capabilities }: Table): boolean {
  return !Array.isArray(capabilities) || capabilities.includes('resolve');
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function at(value: unknown, ...path: readonly string[]): Table {
  const found = path.reduce<unknown>(
    (from, name) => (isTable(from) ? from[name] : undefined),
    value,
  );
  return isTable(found) ? found : {};
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
