// The protocol over a registry that is not ECR: names and bytes in memory, layers served elsewhere.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { pushTinyImage } from '../../test/support/push-image.ts';
import { pullImage } from '../oci/client/pull.ts';
import { Repository } from '../oci/client/repository.ts';
import { digestOf } from '../oci/digest.ts';
import type { Dialect } from './dialect.ts';
import { DistributionError } from './errors.ts';
import { handlerOf } from './handlers.ts';
import { routeOf } from './route.ts';
import { MemoryBackend } from './testing/memory-backend.ts';
import { writeError } from './write-error.ts';

const dialect: Dialect = {
  pieceTaken: 202,
  listType: 'application/json',
  tellsDigestOfTag: true,
  pages: {
    usual: 2,
    most: 3,
    refuse: (bound) => new DistributionError(400, 'UNSUPPORTED', `n must be ${bound}`),
  },
};

describe('the registry protocol over any backend', () => {
  let backend = new MemoryBackend();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    const method = request.method ?? '';
    try {
      const { handle } = handlerOf(routeOf(url.pathname.replace(/^\/v2\/?/, '')), method);
      const query = url.searchParams;
      await handle({ request, response, method, query, prefix: '/v2/', backend, dialect });
    } catch (error) {
      const known = error instanceof DistributionError ? error : undefined;
      writeError(request, response, error, known);
    }
  });
  let origin = '';
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    backend = new MemoryBackend();
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const mirrors = () => ({ endpoint: origin, transparent: true });
  async function push(tag: string) {
    const repository = new Repository(
      { domain: 'registry.example', path: 'team/app' },
      { access: 'pull,push', mirrors },
    );
    const pushed = await pushTinyImage(repository, tag, tag);
    repository.close();
    return pushed;
  }
  const pull = (tag: string) =>
    pullImage(`registry.example/team/app:${tag}`, {
      mirrors,
      platform: { os: 'linux', architecture: 'amd64' },
    });
  const ask = (path: string, init?: RequestInit) =>
    fetch(`${origin}/v2/${path}`, { redirect: 'manual', ...init });

  it('stores an image and serves it, whole or in ranges', async () => {
    const { manifest, layer } = await push('v1');
    assert.equal((await pull('v1')).manifestDigest, manifest.digest);
    const part = await ask(`team/app/blobs/${layer.digest}`, { headers: { range: 'bytes=2-4' } });
    assert.deepEqual([part.status, await part.text()], [206, 'yer']);
    assert.equal(part.headers.get('content-range'), `bytes 2-4/${layer.size}`);
  });

  it('redirects a client to where a blob is', async () => {
    const { layer } = await push('v1');
    backend.elsewhere = 'https://bucket.example/layers';
    const answer = await ask(`team/app/blobs/${layer.digest}`);
    assert.equal(answer.status, 307);
    assert.equal(answer.headers.get('location'), `https://bucket.example/layers/${layer.digest}`);
  });

  it('reports the offset of its upload to a client whose part does not follow', async () => {
    const begun = await ask('team/app/blobs/uploads/', { method: 'POST' });
    const path = (begun.headers.get('location') ?? '').slice('/v2/'.length);
    const patch = (range: string, body: string) =>
      ask(path, { method: 'PATCH', headers: { 'content-range': range }, body });
    assert.equal((await patch('0-4', 'hello')).status, 202);
    const refused = await patch('9-13', 'world');
    assert.deepEqual([refused.status, refused.headers.get('range')], [416, '0-4']);
    const digest = digestOf('hello');
    const wrong = await ask(`${path}?digest=${digestOf('other')}`, { method: 'PUT' });
    assert.equal(wrong.status, 400);
    const done = await ask(`${path}?digest=${digest}`, { method: 'PUT' });
    assert.deepEqual([done.status, done.headers.get('docker-content-digest')], [201, digest]);
  });

  it('mounts a blob if the backend can, and begins an upload otherwise', async () => {
    const { layer } = await push('v1');
    const mount = (from: string) =>
      ask(`other/blobs/uploads/?mount=${layer.digest}&from=${from}`, { method: 'POST' });
    assert.equal((await mount('team/app')).status, 201);
    assert.equal((await ask(`other/blobs/${layer.digest}`, { method: 'HEAD' })).status, 200);
    assert.equal((await mount('nothing')).status, 202);
  });

  it('pages through tags by links, and by the size that a client gives', async () => {
    for (const tag of ['a', 'b', 'c', 'd', 'e']) await push(tag);
    const seen: string[][] = [];
    for (let next: string | undefined = `${origin}/v2/team/app/tags/list`; next !== undefined; ) {
      const answer: Response = await fetch(next);
      seen.push(((await answer.json()) as { tags: string[] }).tags);
      next = /<(.+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
    }
    assert.deepEqual(seen, [['a', 'b'], ['c', 'd'], ['e']]);
    const three = await ask('team/app/tags/list?n=3&last=b');
    assert.deepEqual(await three.json(), { name: 'team/app', tags: ['c', 'd', 'e'] });
    assert.equal(three.headers.get('link'), null);
    const tooMany = await ask('team/app/tags/list?n=4');
    assert.deepEqual(
      [
        tooMany.status,
        ((await tooMany.json()) as { errors: { message: string }[] }).errors[0]?.message,
      ],
      [400, 'n must be less than or equal to 3'],
    );
  });

  it('refuses unknown routes, and methods that a route does not support', async () => {
    const statuses = await Promise.all(
      [
        ask('team/app/nothing'),
        ask('TEAM/manifests/v1'),
        ask('team/app/manifests/v1', { method: 'POST', body: 'x' }),
        ask('team/app/manifests/v1'),
      ].map(async (answer) => (await answer).status),
    );
    assert.deepEqual(statuses, [404, 400, 405, 404]);
  });
});
