// The distribution client against Debian's docker-registry: what it pushes, it pulls back.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pullImage } from '../../src/oci/client/pull.ts';
import { indexJson, manifestJson, pushBlob, pushManifest } from '../../src/oci/client/push.ts';
import { Repository } from '../../src/oci/client/repository.ts';
import { mediaTypes } from '../../src/oci/media-types.ts';

const missing = spawnSync('docker-registry', ['--version']).error !== undefined;

describe('the distribution client and docker-registry', {
  skip: missing && 'docker-registry is not installed',
}, () => {
  const folder = mkdtempSync(join(tmpdir(), 'hawser-registry-'));
  const port = 20_000 + (process.pid % 20_000);
  const host = `127.0.0.1:${port}`;
  const config = join(folder, 'config.yml');
  writeFileSync(
    config,
    `version: 0.1\nlog: {level: error}\nstorage: {filesystem: {rootdirectory: ${folder}}}\nhttp: {addr: "${host}"}\n`,
  );
  let stop = () => {};

  before(async () => {
    const child = spawn('docker-registry', ['serve', config], { stdio: 'ignore' });
    stop = () => child.kill();
    for (let tries = 0; tries < 100; tries++) {
      if (
        await fetch(`http://${host}/v2/`).then(
          ({ ok }) => ok,
          () => false,
        )
      )
        return;
      await sleep(50);
    }
    assert.fail('docker-registry did not start');
  });
  after(() => {
    stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('push a multi-platform image and pull the half for one platform', async () => {
    const repository = new Repository({ domain: host, path: 'team/app' }, { access: 'pull,push' });
    const layer = await pushBlob(repository, mediaTypes.ociLayerGzip, Buffer.alloc(100_000, 7));
    const manifests = [];
    for (const architecture of ['amd64', 'arm64']) {
      const platform = { os: 'linux', architecture };
      const json = Buffer.from(JSON.stringify(platform));
      const config = await pushBlob(repository, mediaTypes.ociConfig, json);
      const manifest = manifestJson({ mediaType: mediaTypes.ociManifest, config, layers: [layer] });
      manifests.push({ ...(await pushManifest(repository, manifest)), platform });
    }
    const index = await pushManifest(repository, indexJson(mediaTypes.ociIndex, manifests), 'v1');
    repository.close();

    const image = await pullImage(`${host}/team/app:v1`, {
      platform: { os: 'linux', architecture: 'arm64' },
    });
    assert.equal(image.digest, index.digest);
    assert.equal(image.manifestDigest, manifests[1]?.digest);
    assert.equal(image.platform.architecture, 'arm64');
    assert.ok(image.size > 100_000);
    await assert.rejects(pullImage(`${host}/team/app:v2`, { platform: image.platform }), {
      code: 'NOT_FOUND',
      message: `failed to pull and unpack image "${host}/team/app:v2": failed to resolve reference "${host}/team/app:v2": ${host}/team/app:v2: not found`,
    });
  });
});
