// What the executables need of the host they are put on: glibc of any age and /proc, on either architecture.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { elfNeeds } from '../../scripts/elf.ts';
import { buildExecutables, noExecutables } from '../support/executable.ts';
import { registryHost, shared, shell, startTestLocal, type TestLocal } from '../support/local.ts';

/** Parts of glibc. Hosts since RHEL 7 have 2.17; Amazon Linux 2023 and Bottlerocket have 2.34 or newer. */
const glibc = /^(libc|libm|libdl|libpthread|ld-linux-x86-64|ld-linux-aarch64)\.so\.\d$/;
const glibcVersion = [2, 17];
const architectures = ['x64', 'arm64'];
const emulator = 'qemu-aarch64-static';
const sysroot = '/usr/aarch64-linux-gnu';
const noArm64 =
  process.arch !== 'arm64' &&
  (spawnSync(emulator, ['--version']).error !== undefined || !existsSync(sysroot)) &&
  `not installed: ${emulator} with libc6-arm64-cross`;
const noUnshare =
  spawnSync('unshare', ['--mount', 'true']).status !== 0 && 'a bare root needs root and unshare';

describe('the executables', { skip: noExecutables }, () => {
  let executables: string;
  let local: TestLocal;
  before(async () => {
    executables = buildExecutables(...architectures);
    local = await startTestLocal();
  });
  after(() => local?.close());

  const path = (architecture: string) =>
    join(executables, `hawser-credential-provider-linux-${architecture}`);

  for (const architecture of architectures) {
    it(`for ${architecture} need glibc ${glibcVersion.join('.')} and no other library`, () => {
      const { libraries, versions } = elfNeeds(path(architecture));
      assert.deepEqual(
        libraries.filter((library) => !glibc.test(library)),
        [],
      );
      const newer = versions.filter((version) => {
        const [, major = 0, minor = 0] = /^GLIBC_(\d+)\.(\d+)/.exec(version) ?? [];
        return Number(major) !== glibcVersion[0] || Number(minor) > (glibcVersion[1] ?? 0);
      });
      assert.deepEqual(newer, []);
    });
  }

  /** Runs each of the two programs: as helper for a token, as provider for one and for a refusal. */
  async function serves(program: string): Promise<void> {
    const { endpoint } = local;
    const environment = {
      PATH: process.env.PATH,
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: shared,
      AWS_SECRET_ACCESS_KEY: shared,
      HAWSER_TOKEN_CACHE: 'off',
    };
    assert.match(await shell(`${program} version`, environment), /^docker-credential-hawser /);
    assert.match(await shell(`${program} --version`, environment), /^hawser credential-provider /);
    const login = JSON.parse(await shell(`${program} get`, environment, registryHost));
    assert.equal(login.Username, 'AWS');
    const asked = (image: string) =>
      JSON.stringify({
        kind: 'CredentialProviderRequest',
        apiVersion: 'credentialprovider.kubelet.k8s.io/v1',
        image,
      });
    const answer = JSON.parse(await shell(program, environment, asked(`${registryHost}/app`)));
    assert.deepEqual(Object.keys(answer.auth), [registryHost]);
    await assert.rejects(
      shell(program, environment, asked('quay.io/app')),
      /exit 1: HW0552 [^\n]*$/,
    );
  }

  it('for arm64 run', { skip: noArm64 }, () => {
    const arm64 = path('arm64');
    return serves(process.arch === 'arm64' ? arm64 : `${emulator} -L ${sysroot} ${arm64}`);
  });

  it('run on a read-only root with only glibc and /proc, as on hosts with a sealed root', {
    skip: noUnshare,
  }, async () => {
    const root = join(local.folder, 'root');
    const { interpreter, libraries } = elfNeeds(path(process.arch));
    const folder = dirname(realpathSync(interpreter));
    for (const library of new Set([interpreter, ...libraries])) {
      const to = join(root, library.startsWith('/') ? library : join(folder, library));
      mkdirSync(dirname(to), { recursive: true });
      copyFileSync(join(folder, basename(library)), to);
    }
    mkdirSync(join(root, 'proc'));
    copyFileSync(path(process.arch), join(root, 'provider'));
    const enter = [
      `mount --bind ${root} ${root}`,
      `mount -t proc proc ${root}/proc`,
      `mount -o remount,ro,bind ${root}`,
      `exec chroot ${root} /provider "$@"`,
    ];
    await serves(`unshare --mount sh -c '${enter.join(' && ')}' sh`);
  });
});
