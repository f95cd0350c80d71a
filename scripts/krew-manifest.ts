// The manifest of the kubectl plugin for krew, from its template.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Release {
  /** Without a `v` in front. */
  readonly version: string;
  readonly homepage: string;
  /** Address below which each release has a folder of its name. */
  readonly releases: string;
  /** SHA-256 of each archive in hexadecimal, by krew's name of the architecture. */
  readonly sums: Readonly<Record<string, string>>;
}

const template = join(import.meta.dirname, '../deploy/krew/hawser.yaml');

/** @throws Error for a place of the template that the release does not fill. */
export function krewManifest({ version, homepage, releases, sums }: Release): string {
  const values = new Map([
    ['version', version],
    ['homepage', homepage],
    ['releases', releases],
    ...Object.entries(sums).map(([architecture, sum]) => [`sha256 ${architecture}`, sum] as const),
  ]);
  return readFileSync(template, 'utf8').replaceAll(/\{\{(.*?)\}\}/g, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`the release has no ${name}`);
    return value;
  });
}
