// The built executable of the credentials room, for tests that run it and not the module.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const runtime = { x64: 'bun-linux-x64', arm64: 'bun-linux-aarch64' }[process.arch as string];

/** Why the executables can't be built on this machine, or false. */
export const noExecutables: string | false =
  process.platform === 'linux' && existsSync(join(root, 'node_modules/@oven', runtime ?? ''))
    ? false
    : 'the runtime of the executables is for linux with glibc';

/** Builds executables from the sources as they are, for this machine if nothing is said. @returns their folder. */
export function buildExecutables(...architectures: readonly string[]): string {
  const script = join(root, 'scripts/build-executables.ts');
  const wanted = architectures.length > 0 ? architectures : [process.arch];
  execFileSync(process.execPath, [script, ...wanted], { stdio: 'ignore' });
  return join(root, 'dist/executables');
}

export const providerName = `hawser-credential-provider-linux-${process.arch}`;
export const helperName = `docker-credential-hawser-linux-${process.arch}`;
