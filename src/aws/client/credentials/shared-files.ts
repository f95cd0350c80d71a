import { homedir } from 'node:os';
import { join } from 'node:path';
import { readRegularText } from '../../../files/read.ts';
import type { Environment } from '../proxy.ts';
import { parseIni, type Section } from './ini.ts';

/** The settings of every profile; those of the credentials file take precedence. */
export type Profiles = ReadonlyMap<string, Section>;

/** Reads the shared files that the environment names; a missing file counts as empty. */
export async function readProfiles(environment: Environment): Promise<Profiles> {
  const home = environment.HOME || homedir();
  const [config, credentials] = await Promise.all([
    read(environment.AWS_CONFIG_FILE || join(home, '.aws', 'config')),
    read(environment.AWS_SHARED_CREDENTIALS_FILE || join(home, '.aws', 'credentials')),
  ]);
  const profiles = new Map<string, Section>();
  for (const [section, settings] of parseIni(config)) {
    const name = section === 'default' ? section : /^profile (.+)$/.exec(section)?.[1];
    if (name !== undefined) profiles.set(unquoted(name), settings);
  }
  for (const [name, settings] of parseIni(credentials)) {
    profiles.set(name, { ...profiles.get(name), ...settings });
  }
  return profiles;
}

function unquoted(name: string): string {
  return name.replace(/^(["'])(.*)\1$/, '$2');
}

async function read(path: string): Promise<string> {
  try {
    return await readRegularText(path);
  } catch {
    return '';
  }
}
