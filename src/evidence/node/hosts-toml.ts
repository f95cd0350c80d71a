import { posix } from 'node:path';
import { parse } from 'smol-toml';
import type { ContainerdReport, RegistryHosts } from '../../chain/world.ts';
import { maskedUrl } from './masked.ts';
import type { Rooted } from './rooted.ts';
import { at, tableIn, textIn, textsIn } from './toml.ts';

/** Folders of registries that are read, at most. */
const mostRegistries = 200;

export interface ReadRegistries {
  readonly registries: readonly RegistryHosts[];
  readonly unread: readonly string[];
  /** What containerd would not read. */
  readonly problems: ContainerdReport['problems'];
}

/** Reads the hosts.toml of each registry (containerd: docs/hosts.md). @param configPath folders, with `:` between them. */
export async function readRegistries(root: Rooted, configPath: string): Promise<ReadRegistries> {
  const registries: RegistryHosts[] = [];
  const unread: string[] = [];
  const problems: { text: string; registry: string }[] = [];
  for (const folder of configPath.split(':').filter((one) => one !== '')) {
    const names = await namesIn(root, folder);
    for (const registry of names.slice(0, mostRegistries)) {
      const file = posix.join(folder, registry, 'hosts.toml');
      const read = await readHosts(root, registry, file);
      if (read === 'unread') unread.push(file);
      else if (read === 'damaged') problems.push({ text: `${file} is not TOML`, registry });
      else if (read !== undefined) registries.push(read);
    }
  }
  return { registries, unread, problems };
}

/** A folder that is named and not there is as an empty one to containerd. */
async function namesIn(root: Rooted, folder: string): Promise<string[]> {
  try {
    return await root.list(folder);
  } catch {
    return [];
  }
}

/** @returns undefined where a registry has no such file. */
async function readHosts(
  root: Rooted,
  registry: string,
  file: string,
): Promise<RegistryHosts | 'unread' | 'damaged' | undefined> {
  let content: string;
  try {
    content = await root.read(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : 'unread';
  }
  try {
    return hostsIn(parse(content), registry, file);
  } catch {
    return 'damaged';
  }
}

function hostsIn(whole: unknown, registry: string, file: string): RegistryHosts {
  const server = textIn(whole, 'server');
  return {
    registry,
    file,
    ...(server === undefined ? {} : { server: maskedUrl(server) }),
    hosts: Object.entries(tableIn(whole, 'host')).map(([url, settings]) => ({
      url: maskedUrl(url),
      capabilities: textsIn(settings, 'capabilities'),
      skipVerify: at(settings, 'skip_verify') === true,
      headers: Object.keys(tableIn(settings, 'header')),
    })),
  };
}
