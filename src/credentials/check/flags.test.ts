// The flags of a kubelet, and the executables that a configuration names.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { stringify } from 'yaml';
import { matchImagesOf } from '../config/match-images.ts';
import { type CheckOptions, checkProviders } from './check.ts';

const folder = mkdtempSync(join(tmpdir(), 'hawser-check-'));
after(() => rmSync(folder, { recursive: true }));
let files = 0;

function config(fields: object = {}): string {
  const provider = {
    name: 'ecr-credential-provider',
    matchImages: matchImagesOf('aws'),
    defaultCacheDuration: '0s',
    apiVersion: 'credentialprovider.kubelet.k8s.io/v1',
    ...fields,
  };
  const path = join(folder, `${++files}.yaml`);
  const text = { apiVersion: 'kubelet.config.k8s.io/v1', kind: 'CredentialProviderConfig' };
  writeFileSync(path, stringify({ ...text, providers: [provider] }));
  return path;
}

const check = (options: Partial<CheckOptions>) =>
  checkProviders({ partition: 'aws', ...options }).map(({ code, message }) => `${code} ${message}`);

describe('the executable of a provider', () => {
  const binary = (name: string, bytes: Buffer | string, mode = 0o755) => {
    const binDir = join(folder, `bin${++files}`);
    mkdirSync(binDir);
    writeFileSync(join(binDir, name), bytes, { mode });
    return binDir;
  };
  const elf = (machine: number, loader: string) => {
    const head = Buffer.alloc(200);
    head.write('\x7fELF', 'latin1');
    head.writeUInt16LE(machine, 18);
    head.write(loader, 100);
    return head;
  };
  const own = process.arch === 'arm64' ? 183 : 62;
  const name = 'ecr-credential-provider';
  const rows: [string, string, RegExp][] = [
    ['that is missing', binary('another', ''), /^HW0572 there is no /],
    ['that is not executable', binary(name, '', 0o644), /is not executable$/],
    ['for another machine', binary(name, elf(183 + 62 - own, '')), /another architecture/],
    [
      'linked with a C library that is not there',
      binary(name, elf(own, '/lib/ld-musl-none.so.1')),
      /needs \/lib\/ld-musl-none\.so\.1/,
    ],
  ];
  for (const [what, binDir, expected] of rows) {
    it(`${what} is reported`, () =>
      assert.match(check({ config: config(), binDir })[0] ?? '', expected));
  }
  it('may be a script', () =>
    assert.deepEqual(check({ config: config(), binDir: binary(name, '#!/bin/sh') }), []));
  it('cannot be a docker helper', () =>
    assert.match(
      check({ config: config({ name: 'docker-credential-ecr-login' }), binDir: folder })[0] ?? '',
      /docker credential helper/,
    ));
});

describe('the flags of a kubelet', () => {
  const rows: [string, string, string, RegExp][] = [
    ['without any of the two', '--node-ip=10.0.0.1', '1.31.0', /config and .*bin-dir: it runs no/],
    [
      'with one of the two',
      '--image-credential-provider-config=/x',
      '1.31.0',
      /with --image-credential-provider-bin-dir/,
    ],
    [
      'with a gate that is gone',
      '--feature-gates=KubeletCredentialProviders=true',
      '1.28.0',
      /does not start/,
    ],
  ];
  for (const [what, kubeletFlags, kubeletVersion, expected] of rows) {
    it(`${what} are reported`, () => {
      const found = check({ kubeletFlags, kubeletVersion, config: config() });
      assert.ok(
        found.some((one) => one.startsWith('HW0576') && expected.test(one)),
        found.join('\n'),
      );
    });
  }

  it('name the configuration and the folder of executables', () => {
    const kubeletFlags = `--image-credential-provider-config ${config()} --image-credential-provider-bin-dir=${folder}/no`;
    assert.match(check({ kubeletFlags })[0] ?? '', /^HW0572 there is no /);
  });
});
