// What the sources import from each other.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** All of src/ but its tests. */
export const sources = globSync('src/**/*.ts').filter((file) => !file.endsWith('.test.ts'));

/** The files that a file imports or re-exports from. */
export function importsOf(file: string): string[] {
  const found = readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g);
  return [...found].map((match) => resolved(file, match[1]));
}

/** The files that have to be loaded before a file: not those of which it takes types only. */
export function loadedBy(file: string): string[] {
  const found = readFileSync(file, 'utf8').matchAll(
    /^(?:import|export)\s+(type\s)?([^;']*?)\s*(?:from\s+)?'(\.[^']+)';/gm,
  );
  return [...found]
    .filter(([, type, names = '']) => type === undefined && !areTypes(names))
    .map((match) => resolved(file, match[3]));
}

function areTypes(names: string): boolean {
  const list = /^\{([\s\S]*)\}$/
    .exec(names)?.[1]
    ?.split(',')
    .map((name) => name.trim());
  return list?.every((name) => name === '' || name.startsWith('type ')) ?? false;
}

function resolved(file: string, specifier = ''): string {
  return normalize(join(dirname(file), specifier));
}
