// Builds the single-file executables, those of the credentials room and the command line: `npm run build:executables [-- x64 arm64]`.
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

interface Program {
  /** Names of the one executable: which it is, it sees from them or from its arguments. */
  readonly names: readonly string[];
  readonly source: string;
  /** Packages that are left out. */
  readonly external?: string;
}

const programs: readonly Program[] = [
  {
    names: ['hawser-credential-provider', 'docker-credential-hawser'],
    source: 'src/credentials/executable.ts',
    // Node is asked for the SDK's SSO and MFA flows; an executable has no SDK and says so.
    external: '@aws-sdk/*',
  },
  { names: ['hawser'], source: 'src/cli/executable.ts' },
];

const root = resolve(import.meta.dirname, '..');
const target = join(root, 'dist', 'executables');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const wanted = argv.slice(2);
const architectures = wanted.length > 0 ? wanted : architecturesBuilt;
mkdirSync(target, { recursive: true });
const sums = architectures.flatMap((architecture) =>
  programs.flatMap((program) => build(program, architecture)),
);
writeFileSync(join(target, 'SHA256SUMS'), `${sums.join('\n')}\n`);
console.log(sums.join('\n'));

function build({ names, source, external }: Program, architecture: string): string[] {
  const [first = '', ...others] = names.map((name) => `${name}-linux-${architecture}`);
  // Built aside and put in place when it is whole: another process may be running the one that is there.
  const folder = mkdtempSync(join(target, '.building-'));
  const made = join(folder, first);
  execFileSync(
    runtimeOf(process.arch),
    [
      ...['build', '--compile', '--minify', '--bytecode', '--format=cjs'],
      ...(external === undefined ? [] : ['--external', external]),
      ...['--define', `HAWSER_VERSION=${JSON.stringify(version)}`],
      ...['--target', `bun-linux-${architecture}`],
      ...['--compile-executable-path', runtimeOf(architecture)],
      // Settings of a folder that it happens to run in must not reach it.
      ...['--no-compile-autoload-dotenv', '--no-compile-autoload-bunfig'],
      ...[source, '--outfile', made],
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
