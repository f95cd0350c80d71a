import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Environment } from '../../aws/client/proxy.ts';
import { makeFolder } from '../../files/folders.ts';
import { readRegularText } from '../../files/read.ts';
import { replaceFile } from '../../files/replace.ts';
import { CredentialError } from '../errors.ts';

/** The part of docker's `config.json` (and podman's `auth.json`) that configures credentials. */
export interface DockerConfig {
  readonly auths?: Readonly<Record<string, object>>;
  readonly credsStore?: string;
  readonly credHelpers?: Readonly<Record<string, string>>;
}

/** The file that docker reads, or the file that REGISTRY_AUTH_FILE names for podman and skopeo. */
export function dockerConfigPath({ REGISTRY_AUTH_FILE, DOCKER_CONFIG, HOME }: Environment): string {
  if (REGISTRY_AUTH_FILE) return REGISTRY_AUTH_FILE;
  return join(DOCKER_CONFIG || join(HOME || '/', '.docker'), 'config.json');
}

/** @throws CredentialError `store` for a file that is not a configuration: it must not be overwritten. */
export async function readDockerConfig(path: string): Promise<DockerConfig> {
  let text: string;
  try {
    text = await readRegularText(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new CredentialError('store', `cannot read ${path}`, { cause });
  }
  try {
    const value: unknown = JSON.parse(text.trim() || '{}');
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // The cause would quote the file, and so the stored secrets.
  }
  throw new CredentialError('store', `${path} is not a docker configuration; it was not changed`);
}

/** Replaces the file atomically, readable by its user only. @throws CredentialError `store` */
export async function writeDockerConfig(path: string, config: DockerConfig): Promise<void> {
  try {
    await makeFolder(dirname(path), 0o700);
    const known = await stat(path).catch(() => undefined);
    const mode = known === undefined ? 0o600 : known.mode & 0o700;
    await replaceFile(path, `${JSON.stringify(config, undefined, '\t')}\n`, mode);
  } catch (cause) {
    throw new CredentialError('store', `cannot write ${path}`, { cause });
  }
}
