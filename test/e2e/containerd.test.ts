// A real containerd, driven over CRI, pulling a real ECR URI through a mirror; beside it our own client.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { CriImageService } from '../../src/local/node/cri.ts';
import { CriError, type ImageService } from '../../src/local/node/image-service.ts';
import { ImageStore } from '../../src/local/node/image-store.ts';
import { registryHost } from '../support/emulated-cluster.ts';
import { startTinyRegistry, type TinyRegistry } from '../support/tiny-registry.ts';

const installed = spawnSync('containerd', ['--version']).error === undefined;
const root = process.getuid?.() === 0;
const skip = !installed ? 'containerd is not installed' : !root && 'containerd needs root';

describe('containerd over CRI', { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'hawser-cri-'));
  const socket = join(folder, 'containerd.sock');
  let registry: TinyRegistry;
  let real: CriImageService;
  let own: ImageService;
  let stop: () => Promise<void>;

  before(async () => {
    registry = await startTinyRegistry('good');
    const hosts = join(folder, 'certs.d', registryHost);
    mkdirSync(hosts, { recursive: true });
    writeFileSync(
      join(hosts, 'hosts.toml'),
      `server = "${registry.endpoint}"\n[host."${registry.endpoint}"]\ncapabilities = ["pull", "resolve"]\n`,
    );
    const config = join(folder, 'config.toml');
    writeFileSync(
      config,
      `version = 2
root = "${folder}/root"
state = "${folder}/state"
disabled_plugins = ["io.containerd.internal.v1.opt"]
[grpc]
address = "${socket}"
[plugins."io.containerd.grpc.v1.cri"]
[plugins."io.containerd.grpc.v1.cri".containerd]
snapshotter = "native"
[plugins."io.containerd.grpc.v1.cri".registry]
config_path = "${folder}/certs.d"
`,
    );
    const child = spawn('containerd', ['--config', config], { stdio: 'ignore' });
    const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
    stop = async () => {
      child.kill();
      await ended;
    };
    real = new CriImageService(socket);
    for (let tries = 0; ; tries++) {
      const version = await real.version().catch(() => undefined);
      if (version !== undefined) break;
      if (tries === 100) assert.fail('containerd did not start');
      await sleep(100);
    }
    const architecture = { x64: 'amd64' }[process.arch as string] ?? process.arch;
    const mirror = { endpoint: registry.endpoint };
    own = new ImageStore({ platform: { os: 'linux', architecture }, mirrors: () => mirror });
  });
  after(async () => {
    real?.close();
    await stop?.();
    registry?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const image = `${registryHost}/team/app:v1`;
  const good = { username: 'AWS', password: 'good' };

  it('says who it is', async () => {
    assert.match(await real.version(), /^containerd:\/\/\d/);
  });

  it('and our own client end with the same image', async () => {
    assert.equal(await real.status(image), undefined);
    assert.equal(await real.pull(image, good), await own.pull(image, good));
    const [theirs, ours] = [await real.status(image), await own.status(image)];
    assert.deepEqual(ours?.repoDigests, theirs?.repoDigests);
    assert.deepEqual(ours?.repoTags, theirs?.repoTags);
    assert.equal((await real.list()).length, 1);
  });

  it('and our own client ask for the same things', async () => {
    const asked = async (service: ImageService): Promise<string[]> => {
      await service.remove(image);
      registry.requests.length = 0;
      await service.pull(image, good);
      return [...new Set(registry.requests)].sort();
    };
    const theirs = await asked(real);
    const ours = await asked(own);
    assert.deepEqual(
      ours.filter((one) => !one.includes('/blobs/')),
      theirs.filter((one) => !one.includes('/blobs/')),
    );
  });

  const failures: [string, string, typeof good | undefined][] = [
    ['a tag that is not there', `${registryHost}/team/app:gone`, good],
    ['no credentials', `${registryHost}/team/other:v1`, undefined],
    ['wrong credentials', `${registryHost}/team/other:v1`, { ...good, password: 'bad' }],
  ];
  for (const [what, name, auth] of failures) {
    it(`and our own client fail alike for ${what}`, async () => {
      const words = async (service: ImageService): Promise<string> => {
        const error = await service.pull(name, auth).then(
          () => assert.fail('the pull worked'),
          (thrown: unknown) => thrown,
        );
        assert.ok(error instanceof CriError);
        return error.message;
      };
      const [ours, theirs] = [await words(own), await words(real)];
      // The words for a refusal changed with containerd 1.7; ours are those of 1.7 and later.
      const older =
        (await real.version()).startsWith('containerd://1.6') && !name.endsWith(':gone');
      const step = `failed to resolve reference "${name}": `;
      const common = (text: string) =>
        older ? text.slice(0, text.indexOf(step) + step.length) : text;
      assert.equal(common(ours), common(theirs));
    });
  }

  it('removes an image', async () => {
    await real.remove(image);
    assert.equal(await real.status(image), undefined);
  });
});
