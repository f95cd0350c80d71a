// The direction of imports between the rooms of src/, and the purity of the pure ones (docs/house.md).
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, it } from 'node:test';

/** For each room, the rooms it may import beside `names`, which every room may. `oci/client` and `local` do I/O. */
const mayImport: Record<string, readonly string[]> = {
  names: [],
  iam: [],
  oci: ['text'],
  network: [],
  files: [],
  text: [],
  aws: ['files'],
  kubelet: [],
  clock: [],
  http: [],
  jwt: [],
  'k8s-api': ['clock', 'http', 'jwt', 'kubelet', 'storage'],
  'k8s-node': ['clock', 'k8s-api', 'kubelet', 'oci', 'oci/client'],
  storage: [],
  ecr: ['oci'],
  chain: ['iam', 'ecr', 'kubelet', 'network', 'oci'],
  'oci/client': ['oci'],
  signing: ['oci'],
  scanning: ['oci'],
  report: ['chain', 'iam', 'text'],
  evidence: [
    ...['chain', 'iam', 'ecr', 'network', 'oci', 'oci/client', 'aws'],
    ...['credentials/failures', 'files', 'kubelet'],
  ],
  wire: ['chain', 'iam', 'ecr', 'network', 'oci', 'aws', 'evidence'],
  credentials: ['aws', 'ecr', 'files', 'kubelet', 'oci', 'text', 'credentials/failures'],
  'credentials/failures': ['aws', 'files'],
  local: [
    'clock',
    'http',
    'jwt',
    'k8s-api',
    'k8s-node',
    'chain',
    'iam',
    'ecr',
    'kubelet',
    'network',
    'oci',
    'oci/client',
    'aws',
    'files',
    'storage',
    'text',
  ],
  tour: ['local', 'evidence', 'chain', 'report', 'ecr', 'oci', 'oci/client'],
  probe: ['chain', 'ecr', 'oci', 'oci/client', 'aws', 'credentials'],
  admission: ['chain', 'ecr', 'oci', 'oci/client', 'signing', 'scanning'],
};

/** Rooms that take time and facts as arguments: no I/O, no clock, no environment, no randomness. */
const pure = new Set(['names', 'iam', 'oci', 'network', 'ecr', 'chain', 'kubelet', 'text']);
const impure: readonly [RegExp, string][] = [
  [/from 'node:(?!crypto')/, 'imports a Node module other than crypto (for digests)'],
  [/\bDate\.now\(\)|\bnew Date\(\)/, 'reads the clock'],
  [/\bprocess\./, 'reads the process'],
  [/\bMath\.random\(|\brandomBytes\(|\brandomUUID\(/, 'is random'],
  [/\bfetch\(|\bset(Timeout|Interval|Immediate)\(/, 'does I/O or waits'],
  [/\bconsole\./, 'prints'],
];

const sources = globSync('src/**/*.ts').filter((file) => !file.endsWith('.test.ts'));

function roomOf(file: string): string {
  const path = file.replace(/^src\//, '');
  const inner = ['oci/client', 'credentials/failures'].find((room) => path.startsWith(`${room}/`));
  if (inner !== undefined) return inner;
  return path.split('/')[0] ?? path;
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const found = text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g);
  return [...found].map((match) => normalize(join(dirname(file), match[1] ?? '')));
}

describe('the rooms of src/', () => {
  it('are all known to this test', () => {
    const rooms = new Set(sources.map(roomOf));
    rooms.delete('cli');
    const unknown = [...rooms].filter((room) => mayImport[room] === undefined);
    assert.deepEqual(unknown, []);
  });

  it('import only in the direction of the house', () => {
    const wrong = sources
      .filter((file) => roomOf(file) !== 'cli')
      .flatMap((file) =>
        importsOf(file)
          .filter((target) => {
            const [from, to] = [roomOf(file), roomOf(target)];
            return from !== to && to !== 'names' && !mayImport[from]?.includes(to);
          })
          .map((target) => `${file} -> ${target}`),
      );
    assert.deepEqual(wrong, []);
  });

  it('keep I/O, clock, environment and chance out of the pure ones', () => {
    const wrong = sources
      .filter((file) => pure.has(roomOf(file)))
      .flatMap((file) => {
        const text = readFileSync(file, 'utf8');
        return impure.filter(([sign]) => sign.test(text)).map(([, what]) => `${file} ${what}`);
      });
    assert.deepEqual(wrong, []);
  });
});
