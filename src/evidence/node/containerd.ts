import { parse } from 'smol-toml';
import type { Fact } from '../../chain/fact.ts';
import type { ContainerdReport } from '../../chain/world.ts';
import { parseKubeletFlags } from '../../credentials/check/flags.ts';
import { readRegistries } from './hosts-toml.ts';
import { look } from './look.ts';
import { maskedUrl } from './masked.ts';
import type { NodeProcess } from './processes.ts';
import type { Rooted } from './rooted.ts';
import { at, numberIn, tableIn, textIn, textsIn } from './toml.ts';

const usualConfig = '/etc/containerd/config.toml';

/** The tables of the image service by the version of the form (containerd: docs/cri/config.md, docs/cri/registry.md). */
const images = {
  old: ['plugins', 'io.containerd.grpc.v1.cri'],
  new: ['plugins', 'io.containerd.cri.v1.images'],
} as const;

/** containerd's configuration, as far as it decides where images come from. Absent where there is no file. */
export function readContainerd(
  root: Rooted,
  process: Fact<NodeProcess>,
): Promise<Fact<ContainerdReport>> {
  const words = process.state === 'known' ? process.value.words : [];
  const flags = parseKubeletFlags(words.join(' ').replace(/(^|\s)-c(?=[\s=])/g, '$1--config'));
  const config = flags.get('config') || usualConfig;
  return look(`containerd's ${config}`, async () =>
    reportOf(root, config, await root.read(config)),
  );
}

async function reportOf(root: Rooted, config: string, text: string): Promise<ContainerdReport> {
  const whole = parsed(text);
  if (whole === undefined) {
    return {
      config,
      version: 0,
      configPath: '',
      mirrors: [],
      credentialsFor: [],
      registries: [],
      unread: [],
      problems: [{ text: 'it is not TOML: containerd does not start' }],
    };
  }
  const version = numberIn(whole, 'version') ?? 1;
  const service = at(whole, ...(version >= 3 ? images.new : images.old));
  const registry = tableIn(service, 'registry');
  const configPath = textIn(registry, 'config_path') ?? '';
  const mirrors = Object.entries(tableIn(registry, 'mirrors'));
  const sandboxImage =
    version >= 3
      ? textIn(tableIn(service, 'pinned_images'), 'sandbox')
      : textIn(service, 'sandbox_image');
  const snapshotter = textIn(
    version >= 3 ? service : tableIn(service, 'containerd'),
    'snapshotter',
  );
  const credentials = Object.entries(tableIn(registry, 'configs')).filter(
    ([, settings]) => Object.keys(tableIn(settings, 'auth')).length > 0,
  );
  const { registries, unread, problems } = await readRegistries(root, configPath);
  return {
    config,
    version,
    configPath,
    ...(sandboxImage === undefined ? {} : { sandboxImage }),
    ...(snapshotter === undefined ? {} : { snapshotter }),
    mirrors: mirrors.map(([name, settings]) => ({
      registry: maskedUrl(name),
      endpoints: textsIn(settings, 'endpoint').map(maskedUrl),
    })),
    credentialsFor: credentials.map(([name]) => maskedUrl(name)),
    registries,
    unread,
    problems: [
      ...(configPath !== '' && mirrors.length > 0
        ? [
            {
              text: 'registry.mirrors cannot be set when config_path is: containerd loads no image service',
            },
          ]
        : []),
      ...problems,
    ],
  };
}

function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
