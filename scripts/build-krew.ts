// Builds the archives of the kubectl plugin and their krew manifest into dist/krew:
// `npm run build:krew -- --homepage https://… --releases https://…/releases/download`.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { krewManifest } from './krew-manifest.ts';
import { tarOf } from './tar.ts';

/** Names of an architecture: krew's, and that of the executable. */
const architectures = { amd64: 'x64', arm64: 'arm64' };

const root = resolve(import.meta.dirname, '..');
const { homepage, releases } = parseArgs({
  options: { homepage: { type: 'string' }, releases: { type: 'string' } },
}).values;
if (homepage === undefined || releases === undefined) {
  throw new Error('name --homepage, and with --releases the address below which releases are');
}
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string;
};
const script = join(root, 'scripts/build-executables.ts');
execFileSync(process.execPath, [script, ...Object.values(architectures)], { stdio: 'inherit' });
const target = join(root, 'dist', 'krew');
mkdirSync(target, { recursive: true });
const sums = Object.fromEntries(
  Object.entries(architectures).map(([name, own]) => {
    const executable = readFileSync(join(root, 'dist/executables', `hawser-linux-${own}`));
    const archive = gzipSync(
      tarOf([
        { path: 'kubectl-hawser', mode: 0o755, body: executable },
        { path: 'LICENSE', mode: 0o644, body: readFileSync(join(root, 'LICENSE')) },
      ]),
    );
    writeFileSync(join(target, `kubectl-hawser-linux-${name}.tar.gz`), archive);
    return [name, createHash('sha256').update(archive).digest('hex')];
  }),
);
writeFileSync(join(target, 'hawser.yaml'), krewManifest({ version, homepage, releases, sums }));
console.log(join(target, 'hawser.yaml'));
