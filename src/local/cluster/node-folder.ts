import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type CredentialProviderConfig,
  parseCredentialProviderConfig,
} from '../../kubelet/credential-provider-config.ts';
import { paths, providerConfig } from '../node-files.ts';
import type { NodeFile } from '../records/node-setup.ts';

/** The flags of a kubelet that has a credential provider. */
export interface ProviderSetup {
  readonly config: CredentialProviderConfig;
  readonly hash: string;
  readonly configFile: string;
  readonly binDirectory: string;
}

const hawser = fileURLToPath(new URL('../../../bin/hawser.js', import.meta.url));
const laidOut = '.laid-out.json';

/**
 * Writes what a node's disk holds: the files of its image, the credential provider's program, and on top of them what
 * somebody changed there. Files that were there before and are no longer wanted are removed.
 * @param folder which stands for the node's root.
 */
export async function layOutDisk(
  folder: string,
  files: Readonly<Record<string, string>>,
  changed: readonly NodeFile[] = [],
): Promise<void> {
  const script = `#!/bin/sh\nexec '${process.execPath}' '${hawser}' credential-provider "$@"\n`;
  const all = new Map<string, { text: string; mode: number }>();
  for (const [path, text] of Object.entries(files)) all.set(path, { text, mode: 0o644 });
  all.set(paths.provider, { text: script, mode: 0o755 });
  for (const { path, text, mode } of changed) {
    const before = all.get(path) ?? { text: '', mode: 0o644 };
    all.set(path, { text: text ?? before.text, mode: mode ?? before.mode });
  }
  for (const [path, { text, mode }] of all) await write(join(folder, path), text, mode);
  const list = join(folder, laidOut);
  const before = JSON.parse(await readFile(list, 'utf8').catch(() => '[]')) as string[];
  for (const path of before) if (!all.has(path)) await rm(join(folder, path), { force: true });
  await write(list, JSON.stringify([...all.keys()]), 0o644);
}

/** At once: a program that reads the file meanwhile finds the old one or the new one. */
async function write(path: string, text: string, mode: number): Promise<void> {
  const isSame =
    (await readFile(path, 'utf8').catch(() => undefined)) === text &&
    ((await stat(path)).mode & 0o777) === mode;
  if (isSame) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, text);
  await chmod(`${path}.new`, mode);
  await rename(`${path}.new`, path);
}

/** Writes what a node without any machine behind it needs: the provider's configuration and program. */
export async function layOutNode(folder: string): Promise<ProviderSetup> {
  await layOutDisk(folder, { [paths.providerConfig]: providerConfig });
  return readProviderSetup(folder);
}

/**
 * Reads a node's credential provider configuration as its kubelet does when it starts.
 * @throws KubeletConfigError with which the kubelet ends.
 */
export async function readProviderSetup(folder: string): Promise<ProviderSetup> {
  const configFile = join(folder, paths.providerConfig);
  const text = await readFile(configFile, 'utf8');
  return {
    config: parseCredentialProviderConfig(text),
    hash: `sha256:${createHash('sha256').update(text).digest('hex')}`,
    configFile,
    binDirectory: join(folder, paths.providerFolder),
  };
}

/** The node's /var/log. */
export function logFolder(folder: string): string {
  return join(folder, 'log');
}

/** The environment of the node's plugins: nothing is inherited from the process. */
export function nodeEnvironment(
  folder: string,
  endpoint: string,
  metadataEndpoint: string,
): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    HOME: folder,
    HAWSER_STATE_DIR: join(logFolder(folder), 'hawser'),
    AWS_ENDPOINT_URL: endpoint,
    AWS_EC2_METADATA_SERVICE_ENDPOINT: metadataEndpoint,
  };
}
