// The protocol over a registry that has nothing to do with ECR: names and bytes in memory, layers handed out elsewhere.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { after, before, beforeEach, describe, it } from 'node:test';
import { pushTinyImage } from '../../test/support/push-image.ts';
import { pullImage } from '../oci/client/pull.ts';
import { Repository } from '../oci/client/repository.ts';
import { digestOf } from '../oci/digest.ts';
import type { Backend, BlobSource, StoredManifest } from './backend.ts';
import type { Dialect } from './dialect.ts';
import { DistributionError, UploadOffsetError } from './errors.ts';
import { handlerOf } from './handlers.ts';
import { routeOf } from './route.ts';
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

const unknown = (code: 'MANIFEST_UNKNOWN' | 'BLOB_UNKNOWN' | 'BLOB_UPLOAD_UNKNOWN') =>
  new DistributionError(404, code, 'there is none');

/** Everything in maps; a folder of blobs may be somewhere else. */
class MemoryBackend implements Backend {
  readonly blobs = new Map<string, Buffer>();
  readonly manifests = new Map<string, StoredManifest>();
  readonly uploads = new Map<string, Buffer>();
  /** Where blobs are handed out, if not here. */
  elsewhere: string | undefined;

  async acknowledged(): Promise<void> {}

  async getManifest(name: string, reference: string): Promise<StoredManifest> {
    const found = this.manifests.get(`${name} ${reference}`);
    if (found === undefined) throw unknown('MANIFEST_UNKNOWN');
    return found;
  }

  async putManifest(
    name: string,
    reference: string,
    { content, mediaType = '' }: { content: Buffer; mediaType: string | undefined },
  ) {
    const stored = { mediaType, digest: digestOf(content), bytes: content };
    for (const key of [reference, stored.digest]) this.manifests.set(`${name} ${key}`, stored);
    return { digest: stored.digest };
  }

  async deleteManifest(name: string, reference: string): Promise<void> {
    if (!this.manifests.delete(`${name} ${reference}`)) throw unknown('MANIFEST_UNKNOWN');
  }

  async statBlob(name: string, digest: string): Promise<number> {
    return this.#blob(name, digest).length;
  }

  async getBlob(name: string, digest: string): Promise<BlobSource> {
    const blob = this.#blob(name, digest);
    if (this.elsewhere !== undefined) return { location: `${this.elsewhere}/${digest}` };
    return {
      size: blob.length,
      async send({ start, end }, sink: Writable) {
        sink.write(blob.subarray(start, end + 1));
      },
    };
  }

  async deleteBlob(name: string, digest: string): Promise<void> {
    this.#blob(name, digest);
    this.blobs.delete(`${name} ${digest}`);
  }

  async beginUpload(): Promise<string> {
    const id = randomUUID();
    this.uploads.set(id, Buffer.alloc(0));
    return id;
  }

  async mountBlob(name: string, digest: string, from: string | undefined): Promise<boolean> {
    const blob = this.blobs.get(`${from} ${digest}`);
    if (blob !== undefined) this.blobs.set(`${name} ${digest}`, blob);
    return blob !== undefined;
  }

  async appendToUpload(
    _name: string,
    id: string,
    { source, at }: { source: Readable; at: number | undefined },
  ): Promise<number> {
    const before = this.#upload(id);
    if (at !== undefined && at !== before.length) {
      throw new UploadOffsetError('not there', before.length);
    }
    const whole = Buffer.concat([before, ...(await source.toArray())]);
    this.uploads.set(id, whole);
    return whole.length;
  }

  async completeUpload(name: string, id: string, digest: string): Promise<void> {
    const content = this.#upload(id);
    if (digestOf(content) !== digest) {
      throw new DistributionError(400, 'DIGEST_INVALID', 'the content has another digest');
    }
    this.blobs.set(`${name} ${digest}`, content);
    this.uploads.delete(id);
  }

  async uploadedBytes(_name: string, id: string): Promise<number> {
    return this.#upload(id).length;
  }

  async cancelUpload(_name: string, id: string): Promise<void> {
    this.#upload(id);
    this.uploads.delete(id);
  }

  async listTags(name: string, { limit, after = '' }: { limit: number; after?: string }) {
    const names = [...this.manifests.keys()]
      .flatMap((key) => (key.startsWith(`${name} `) ? [key.slice(name.length + 1)] : []))
      .filter((tag) => !tag.includes(':') && tag > after)
      .sort();
    return { names: names.slice(0, limit), more: names.length > limit };
  }

  async listRepositories() {
    return { names: [], more: false };
  }

  async listReferrers() {
    return [];
  }

  #blob(name: string, digest: string): Buffer {
    const found = this.blobs.get(`${name} ${digest}`);
    if (found === undefined) throw unknown('BLOB_UNKNOWN');
    return found;
  }

  #upload(id: string): Buffer {
    const found = this.uploads.get(id);
    if (found === undefined) throw unknown('BLOB_UPLOAD_UNKNOWN');
    return found;
  }
}

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

  it('takes an image and gives it out, as a whole or in parts', async () => {
    const { manifest, layer } = await push('v1');
    assert.equal((await pull('v1')).manifestDigest, manifest.digest);
    const part = await ask(`team/app/blobs/${layer.digest}`, { headers: { range: 'bytes=2-4' } });
    assert.deepEqual([part.status, await part.text()], [206, 'yer']);
    assert.equal(part.headers.get('content-range'), `bytes 2-4/${layer.size}`);
  });

  it('sends a client on to where a blob is', async () => {
    const { layer } = await push('v1');
    backend.elsewhere = 'https://bucket.example/layers';
    const answer = await ask(`team/app/blobs/${layer.digest}`);
    assert.equal(answer.status, 307);
    assert.equal(answer.headers.get('location'), `https://bucket.example/layers/${layer.digest}`);
  });

  it('tells a client whose piece is out of place how far its upload has come', async () => {
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

  it('mounts a blob that the backend can mount, and begins an upload otherwise', async () => {
    const { layer } = await push('v1');
    const mount = (from: string) =>
      ask(`other/blobs/uploads/?mount=${layer.digest}&from=${from}`, { method: 'POST' });
    assert.equal((await mount('team/app')).status, 201);
    assert.equal((await ask(`other/blobs/${layer.digest}`, { method: 'HEAD' })).status, 200);
    assert.equal((await mount('nothing')).status, 202);
  });

  it('pages through tags by links, and by the size that a client asks for', async () => {
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

  it('refuses what no route takes, and methods that a route does not take', async () => {
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
