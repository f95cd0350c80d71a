// Builds the single-file executables of the credentials room: `npm run build:executables [-- x64 arm64]`.
// The same sources and lock file give the same names and the same bytes; SHA256SUMS says which.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { argv } from 'node:process';
import { architecturesBuilt, runtimeOf } from './executable-runtime.ts';

/** One program with two names: which it is, it sees from its arguments. */
const programs = ['hawser-credential-provider', 'docker-credential-hawser'];

const root = resolve(import.meta.dirname, '..');
const target = join(root, 'dist', 'executables');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const wanted = argv.slice(2);
const architectures = wanted.length > 0 ? wanted : architecturesBuilt;
mkdirSync(target, { recursive: true });
const sums = architectures.flatMap((architecture) => build(architecture));
writeFileSync(join(target, 'SHA256SUMS'), `${sums.join('\n')}\n`);
console.log(sums.join('\n'));

function build(architecture: string): string[] {
  const [first = '', ...others] = programs.map((name) => `${name}-linux-${architecture}`);
  // Built aside and put in place when it is whole: another process may be running the one that is there.
  const folder = mkdtempSync(join(target, '.building-'));
  const made = join(folder, first);
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
      ...['src/credentials/executable.ts', '--outfile', made],
    ],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  chmodSync(made, 0o755);
  const sum = createHash('sha256').update(readFileSync(made)).digest('hex');
  for (const name of [first, ...others]) {
    const link = join(folder, `${name}.link`);
    linkSync(made, link);
    renameSync(link, join(target, name));
  }
  rmSync(folder, { recursive: true });
  return [first, ...others].map((name) => `${sum}  ${name}`);
}
