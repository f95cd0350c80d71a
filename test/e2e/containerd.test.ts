// A real containerd, driven over CRI, pulling a real ECR URI through a mirror; beside it our own client.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { CriImageService } from '../../src/k8s-node/cri.ts';
import { CriError, type ImageService } from '../../src/k8s-node/image-service.ts';
import { ImageStore } from '../../src/k8s-node/image-store.ts';
import { dialectOf } from '../../src/oci/client/dialect.ts';
import { type Containerd, containerdMissing, startContainerd } from '../support/containerd.ts';
import { registryHost } from '../support/emulated-cluster.ts';
import { startTinyRegistry, type TinyRegistry } from '../support/tiny-registry.ts';

describe('containerd over CRI', { skip: containerdMissing }, () => {
  let registry: TinyRegistry;
  let containerd: Containerd;
  let real: CriImageService;
  let own: ImageService;

  before(async () => {
    registry = await startTinyRegistry('good');
    containerd = await startContainerd({ [registryHost]: registry.endpoint });
    real = containerd.images;
    const architecture = { x64: 'amd64' }[process.arch as string] ?? process.arch;
    const mirror = { endpoint: registry.endpoint };
    const platform = { os: 'linux', architecture };
    const dialect = dialectOf(await real.version());
    own = new ImageStore({ platform, mirrors: () => mirror, dialect });
  });
  after(async () => {
    await containerd?.stop();
    registry?.close();
  });

  const image = `${registryHost}/team/app:v1`;
  const good = { username: 'AWS', password: 'good' };

  it('reports its name and version', async () => {
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

  it('and our own client send the same requests', async () => {
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
      assert.equal(await words(own), await words(real));
    });
  }

  it('removes an image', async () => {
    await real.remove(image);
    assert.equal(await real.status(image), undefined);
  });
});
