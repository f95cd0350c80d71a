// Packs Hawser, installs it globally into an empty prefix as a user would, and says what that takes on disk:
// `node scripts/package-size.ts`. Fails above the limit. The pinned Node does not count: it is optional, and a machine
// with Node has one already.
import { execFileSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** In bytes. */
const limit = 150_000_000;
const pinnedNode = /^node-linux-(?:x64|arm64)$/;

const folder = mkdtempSync(join(tmpdir(), 'hawser-package-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const npm = (...args: string[]) =>
  execFileSync(
    'npm',
    [...args, '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );

const [{ filename = '', size = 0 } = {}] = JSON.parse(
  npm('pack', '--json', '--pack-destination', folder),
) as { filename?: string; size?: number }[];
npm('install', '--global', '--prefix', join(folder, 'prefix'), join(folder, filename));

const hawser = join(folder, 'prefix', 'lib', 'node_modules', 'hawser');
const dependencies = packagesIn(join(hawser, 'node_modules'));
const counted = dependencies.filter(({ name }) => !pinnedNode.test(name));
const own = sizeOf(hawser) - dependencies.reduce((sum, { bytes }) => sum + bytes, 0);
const total = own + counted.reduce((sum, { bytes }) => sum + bytes, 0);

console.log(`archive        ${megabytes(size)}`);
console.log(`hawser itself  ${megabytes(own)}`);
for (const { name, bytes } of counted.sort((a, b) => b.bytes - a.bytes).slice(0, 8)) {
  console.log(`  ${name.padEnd(40)} ${megabytes(bytes)}`);
}
console.log(
  `installed      ${megabytes(total)} without the pinned Node, of at most ${megabytes(limit)}`,
);
const version = execFileSync(join(folder, 'prefix', 'bin', 'hawser'), ['--version'], {
  encoding: 'utf8',
});
console.log(`runs           hawser --version says ${version.trim()}`);
if (total > limit) process.exitCode = 1;

function packagesIn(modules: string): { readonly name: string; readonly bytes: number }[] {
  return readdirSync(modules)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(modules, name)).map((of) => `${name}/${of}`) : [name],
    )
    .map((name) => ({ name, bytes: sizeOf(join(modules, name)) }));
}

/** Bytes that the files below a path take on the disk, in whole blocks, as `du` counts them. */
function sizeOf(path: string): number {
  const found = lstatSync(path);
  if (!found.isDirectory()) return found.blocks * 512;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
