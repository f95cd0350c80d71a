// Builds the single-file executables of the credentials room: `npm run build:executables [-- x64 arm64]`.
// The same sources and lock file give the same names and the same bytes; SHA256SUMS says which.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { argv } from 'node:process';

/** Names of an architecture: ours, and that of its runtime's package. */
const runtimes: Record<string, string> = {
  x64: '@oven/bun-linux-x64',
  arm64: '@oven/bun-linux-aarch64',
};
/** One program with two names: which it is, it sees from its arguments. */
const programs = ['hawser-credential-provider', 'docker-credential-hawser'];

const root = resolve(import.meta.dirname, '..');
const target = join(root, 'dist', 'executables');
const cache = join(root, 'node_modules', '.cache', 'hawser-executables');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages as Record<
  string,
  { version: string; integrity: string }
>;

const wanted = argv.slice(2);
const architectures = wanted.length > 0 ? wanted : Object.keys(runtimes);
mkdirSync(target, { recursive: true });
const sums = architectures.flatMap((architecture) => build(architecture));
writeFileSync(join(target, 'SHA256SUMS'), `${sums.join('\n')}\n`);
console.log(sums.join('\n'));

function build(architecture: string): string[] {
  const [first = '', ...others] = programs.map((name) => `${name}-linux-${architecture}`);
  const outfile = join(target, first);
  rmSync(outfile, { force: true });
  execFileSync(
    runtimeOf(process.arch),
    [
      ...['build', '--compile', '--minify', '--bytecode', '--format=cjs'],
      // Node is asked for the SDK's SSO and MFA flows; an executable has no SDK and says so.
      ...['--external', '@aws-sdk/*'],
      ...['--define', `HAWSER_VERSION=${JSON.stringify(version)}`],
      ...['--target', `bun-linux-${architecture}`],
      ...['--compile-executable-path', runtimeOf(architecture)],
      // Settings of a folder that it happens to run in must not reach it.
      ...['--no-compile-autoload-dotenv', '--no-compile-autoload-bunfig'],
      ...['src/credentials/executable.ts', '--outfile', outfile],
    ],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  chmodSync(outfile, 0o755);
  for (const other of others) {
    rmSync(join(target, other), { force: true });
    linkSync(outfile, join(target, other));
  }
  const sum = createHash('sha256').update(readFileSync(outfile)).digest('hex');
  return [first, ...others].map((name) => `${sum}  ${name}`);
}

/** The pinned runtime of an architecture: installed with the packages, else fetched and checked. */
function runtimeOf(architecture: string): string {
  const name = runtimes[architecture];
  if (name === undefined) throw new Error(`no runtime for linux ${architecture}`);
  const installed = join(root, 'node_modules', name, 'bin', 'bun');
  return existsSync(installed) ? installed : fetched(name);
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
