// The doctor as a plugin of kubectl, as a GitHub Action, and in an image from scratch.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { madeFleet } from '../../bench/doctor/made-fleet.ts';
import { writeFleetBundle } from '../../src/evidence/bundle.ts';
import { digestOf } from '../../src/oci/digest.ts';
import { noExecutables } from '../support/executable.ts';

const root = resolve(import.meta.dirname, '../..');
const missing = (client: string) =>
  spawnSync(client, ['--help']).error !== undefined && `${client} not installed`;

describe('kubectl hawser', { skip: missing('kubectl') }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'hawser-plugin-'));
  before(async () => {
    for (const name of ['kubectl-hawser', 'kubectl_complete-hawser']) {
      symlinkSync(join(root, 'bin', `${name}.js`), join(folder, name));
    }
    await writeFleetBundle(
      join(folder, 'fleet.json'),
      madeFleet({ pods: 20, nodes: 4, repositories: 5 }),
    );
  });
  after(() => rmSync(folder, { recursive: true }));

  const kubectl = (...args: readonly string[]) =>
    spawnSync('kubectl', args, {
      encoding: 'utf8',
      env: {
        HOME: folder,
        PATH: [folder, dirname(process.execPath), process.env.PATH].join(delimiter),
      },
    });

  it('is the same command line, and accepts the flags of kubectl before the verb as well', () => {
    const bundle = join(folder, 'fleet.json');
    const { status, stdout } = kubectl(
      'hawser',
      '-n',
      'team-1',
      'doctor',
      '--all',
      '--bundle',
      bundle,
      '-o',
      'json',
    );
    assert.equal(status, 2);
    const { pulls } = JSON.parse(stdout) as { pulls: { namespace: string }[] };
    assert.deepEqual(new Set(pulls.map(({ namespace }) => namespace)), new Set(['team-1']));
    assert.match(kubectl('hawser', 'doctor', '--help').stdout, /^Usage: kubectl hawser doctor /);
  });

  it('is completed by kubectl', () => {
    const { stdout } = kubectl('__complete', 'hawser', 'doc');
    assert.deepEqual(stdout.trim().split('\n'), ['doctor', ':4']);
    assert.match(kubectl('__complete', 'hawser', 'doctor', '--fail').stdout, /^--fail-on\n/);
  });

  it('annotates a workflow run as a GitHub Action, and fails as configured', () => {
    const { status, stdout } = kubectl(
      'hawser',
      'doctor',
      '--all',
      '--bundle',
      join(folder, 'fleet.json'),
      '-o',
      'github',
      '--fail-on',
      'never',
    );
    assert.equal(status, 0);
    assert.match(stdout, /^::(?:error|warning) title=HW\d{4} /);
  });
});

describe('the container image', { skip: noExecutables }, () => {
  const file = join(root, `dist/image/hawser-linux-${process.arch}.tar`);
  before(
    () => void execFileSync(process.execPath, [join(root, 'scripts/build-image.ts'), process.arch]),
  );

  const read = (path: string): Buffer =>
    execFileSync('tar', ['xOf', file, path], { maxBuffer: 1 << 29 });
  const blob = (digest: string): Buffer => read(`blobs/${digest.replace(':', '/')}`);

  it('is an OCI layout with valid digests, of the C library and the executable, run as nobody', () => {
    assert.deepEqual(JSON.parse(read('oci-layout').toString()), { imageLayoutVersion: '1.0.0' });
    const [{ digest }] = JSON.parse(read('index.json').toString()).manifests;
    const manifest = JSON.parse(blob(digest).toString());
    const { config, rootfs } = JSON.parse(blob(manifest.config.digest).toString());
    assert.deepEqual([config.Entrypoint, config.User], [['/hawser'], '65532:65532']);
    const layers = manifest.layers.map((layer: { digest: string; size: number }) => {
      const content = blob(layer.digest);
      assert.deepEqual([digestOf(content), content.length], [layer.digest, layer.size]);
      return gunzipSync(content);
    });
    assert.deepEqual(
      layers.map((layer: Buffer) => digestOf(layer)),
      rootfs.diff_ids,
    );
    const names = layers.flatMap((layer: Buffer) =>
      execFileSync('tar', ['t'], { input: layer, encoding: 'utf8', maxBuffer: 1 << 29 })
        .trim()
        .split('\n'),
    );
    assert.ok(
      names.includes('hawser') && names.some((name: string) => /^lib64?\/ld-linux/.test(name)),
    );
    assert.ok(
      names.every((name: string) => /^(?:hawser|(?:etc|home|lib|lib64|tmp)\/)/.test(name)),
      String(names),
    );
  });

  it('is read by skopeo', { skip: missing('skopeo') }, () => {
    const text = execFileSync('skopeo', ['inspect', `oci-archive:${file}`], { encoding: 'utf8' });
    const { Labels } = JSON.parse(text) as { Labels: Record<string, string> };
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      version: string;
    };
    assert.equal(Labels['org.opencontainers.image.version'], version);
  });
});
