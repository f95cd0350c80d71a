// The sample image of the tour, as a registry receives it.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { digestOf } from '../oci/digest.ts';
import { mediaTypes } from '../oci/media-types.ts';
import { pushImage } from './image.ts';
import { printerElf } from './printer-elf.ts';
import { tarOf } from './tar.ts';

const credentials = { username: 'AWS', password: 'the-password' };
const basic = `Basic ${Buffer.from('AWS:the-password').toString('base64')}`;

describe('the image that the tour pushes', () => {
  /** What was uploaded, by digest or tag. */
  const received = new Map<string, Buffer>();
  let refusing = false;
  const server = createServer(async (request, response) => {
    const body = Buffer.concat((await request.toArray()) as Buffer[]);
    const url = new URL(request.url ?? '', 'http://registry');
    const [, , , ...part] = url.pathname.split('/');
    const name = url.searchParams.get('digest') ?? part.at(-1) ?? '';
    const answer = (status: number, headers = {}) => response.writeHead(status, headers).end();
    if (request.headers.authorization !== basic) {
      return answer(401, { 'www-authenticate': 'Basic realm="r"' });
    }
    if (refusing) return answer(403);
    if (request.method === 'HEAD') return answer(received.has(name) ? 200 : 404);
    if (request.method === 'POST') return answer(202, { location: '/v2/sample/blobs/uploads/1' });
    if (name.startsWith('sha256:') && digestOf(body) !== name) return answer(400);
    received.set(name, body);
    return answer(201);
  });
  let endpoint = '';
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    received.clear();
    refusing = false;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const push = () =>
    pushImage({
      endpoint,
      host: '444455556666.dkr.ecr.us-east-1.amazonaws.com',
      repository: 'sample',
      tag: 'v1',
      credentials,
    });
  const json = (name: string) => JSON.parse(String(received.get(name)));

  it('is an index of two platforms under its tag', async () => {
    const digest = await push();
    assert.equal(digest, digestOf(received.get('v1') ?? Buffer.alloc(0)));
    const { mediaType, manifests } = json('v1');
    assert.equal(mediaType, mediaTypes.ociIndex);
    assert.deepEqual(
      manifests.map(({ platform }: { platform: object }) => platform),
      [
        { os: 'linux', architecture: 'amd64' },
        { os: 'linux', architecture: 'arm64' },
      ],
    );
  });

  it('has for each platform a program of that architecture, and a configuration that starts it', async () => {
    await push();
    for (const { digest, platform } of json('v1').manifests) {
      const { config, layers } = json(digest);
      const { architecture, rootfs, config: runtime } = json(config.digest);
      assert.equal(architecture, platform.architecture);
      assert.deepEqual(runtime, { Entrypoint: ['/moored'] });
      assert.equal(layers.length, 1);
      const compressed = received.get(layers[0].digest) ?? Buffer.alloc(0);
      assert.equal(compressed.length, layers[0].size);
      const layer = gunzipSync(compressed);
      assert.deepEqual(rootfs, { type: 'layers', diff_ids: [digestOf(layer)] });
      const program = printerElf(architecture, `Moored by Hawser, on ${architecture}.\n`);
      assert.deepEqual(layer, tarOf('moored', program, 0o755));
    }
  });

  it('is always the same', async () => {
    assert.equal(await push(), await push());
  });

  it('fails when the registry refuses it', async () => {
    refusing = true;
    await assert.rejects(push(), { code: 'UNEXPECTED_STATUS', status: 403 });
    assert.equal(received.size, 0);
  });
});
