// The pinned runtime of the single-file executables.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Names of an architecture: ours, and that of its runtime's package. */
const runtimes: Record<string, string> = {
  x64: '@oven/bun-linux-x64',
  arm64: '@oven/bun-linux-aarch64',
};
/** The architectures that executables are built for. */
export const architecturesBuilt: readonly string[] = Object.keys(runtimes);

const root = resolve(import.meta.dirname, '..');
const cache = join(root, 'node_modules', '.cache', 'hawser-executables');
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages as Record<
  string,
  { version: string; integrity: string }
>;

/** The pinned runtime of an architecture: installed with the packages, else fetched and checked. */
export function runtimeOf(architecture: string): string {
  const name = runtimes[architecture];
  if (name === undefined) throw new Error(`no runtime for linux ${architecture}`);
  const modules = join(root, 'node_modules');
  const places = [join(modules, name, 'bin', 'bun')];
  // Its installation script, where it may run, moves the executable here.
  if (architecture === process.arch) places.push(join(modules, 'bun', 'bin', 'bun.exe'));
  return places.find(isExecutable) ?? fetched(name);
}

function fetched(name: string): string {
  const locked = lock[`node_modules/${name}`];
  if (locked === undefined) throw new Error(`${name} is not in package-lock.json`);
  const folder = join(cache, `${name.replace('/', '-')}-${locked.version}`);
  const executable = join(folder, 'package', 'bin', 'bun');
  if (existsSync(executable)) return executable;
  mkdirSync(folder, { recursive: true });
  const args = ['pack', `${name}@${locked.version}`, '--pack-destination', folder, '--json'];
  const answer = execFileSync('npm', args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [packed] = JSON.parse(answer) as { filename: string }[];
  const archive = join(folder, packed?.filename.replace('@', '').replace('/', '-') ?? '');
  const [algorithm = '', expected] = locked.integrity.split(/-(.*)/s);
  const actual = createHash(algorithm).update(readFileSync(archive)).digest('base64');
  if (actual !== expected) throw new Error(`${archive} is not what package-lock.json pins`);
  execFileSync('tar', ['-xzf', archive, '-C', folder]);
  rmSync(archive);
  return executable;
}

/** The package has a small text in the executable's place until its installation script has run. */
function isExecutable(path: string): boolean {
  return existsSync(path) && statSync(path).size > 1_000_000;
}
