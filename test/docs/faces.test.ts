// The manifests that other programs read: krew's and GitHub's.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { krewManifest } from '../../scripts/krew-manifest.ts';

const sums = { amd64: 'a'.repeat(64), arm64: 'b'.repeat(64) };
const release = {
  version: '1.2.3',
  homepage: 'https://hawser.dev',
  releases: 'https://hawser.dev/releases',
  sums,
};

describe('the krew manifest', () => {
  const { apiVersion, kind, metadata, spec } = parse(krewManifest(release));

  it('has the fields that krew wants', () => {
    assert.deepEqual(
      [apiVersion, kind],
      ['krew.googlecontainertools.github.com/v1alpha2', 'Plugin'],
    );
    assert.match(metadata.name, /^[\w-]+$/);
    assert.match(spec.version, /^v\d+\.\d+\.\d+$/);
    assert.ok(URL.canParse(spec.homepage));
    assert.ok(spec.shortDescription.length <= 60 && !/[.\n]/.test(spec.shortDescription));
    assert.ok(spec.description.length > 0 && spec.caveats.length > 0);
  });

  it('has an archive with its sum for each platform that the executables are built for', () => {
    const of = Object.fromEntries(
      spec.platforms.map((one: { selector: { matchLabels: { arch: string } } }) => [
        one.selector.matchLabels.arch,
        one,
      ]),
    );
    assert.deepEqual(Object.keys(of), ['amd64', 'arm64']);
    for (const [arch, { selector, uri, sha256, files, bin }] of Object.entries(of) as [
      keyof typeof sums,
      Record<string, unknown> & { files: { from: string; to: string }[] },
    ][]) {
      assert.deepEqual(selector, { matchLabels: { os: 'linux', arch } });
      assert.equal(uri, `https://hawser.dev/releases/v1.2.3/kubectl-hawser-linux-${arch}.tar.gz`);
      assert.equal(sha256, sums[arch]);
      assert.deepEqual(
        files.map(({ from }) => from),
        [bin, 'LICENSE'],
      );
    }
  });

  it('is not made of a release that lacks something', () => {
    assert.throws(
      () => krewManifest({ ...release, sums: { amd64: sums.amd64 } }),
      /no sha256 arm64/,
    );
  });
});

describe('the GitHub Action', () => {
  const { name, description, inputs, runs } = parse(readFileSync('action.yml', 'utf8'));

  it('has the fields of a composite action, and hands each input on as a variable, never as text of a script', () => {
    assert.ok(name !== '' && description !== '');
    assert.equal(runs.using, 'composite');
    const used = new Set<string>();
    for (const { run, shell, env = {} } of runs.steps) {
      assert.equal(shell, 'bash');
      assert.doesNotMatch(run, /\$\{\{/);
      for (const value of Object.values(env))
        used.add(/^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(String(value))?.[1] ?? '');
    }
    assert.deepEqual([...used].sort(), Object.keys(inputs).sort());
    assert.ok(existsSync('scripts/action.sh'));
  });

  it('takes no target for an option', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hawser-action-'));
    const stub = join(folder, 'hawser');
    writeFileSync(stub, '#!/bin/sh\nprintf "%s\\n" "$*"\n', { mode: 0o755 });
    const { stdout } = spawnSync('sh', ['scripts/action.sh'], {
      encoding: 'utf8',
      env: {
        PATH: `${folder}:${process.env.PATH}`,
        BUNDLE: 'seen.json',
        TARGETS: 'deployment/web --output /tmp/x',
        NAMESPACE: 'shop',
      },
    });
    rmSync(folder, { recursive: true });
    assert.equal(
      stdout.split('\n')[0],
      'collect --all --output seen.json --namespace shop -- deployment/web --output /tmp/x',
    );
  });
});
