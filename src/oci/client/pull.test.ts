import assert from 'node:assert/strict';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  contents,
  ecr,
  failure,
  images,
  index,
  layers,
  onLayer,
  type ServedImage,
  startServedImage,
} from '../../../test/support/served-image.ts';
import { MemoryContentStore } from './content-store.ts';
import { mirrorTable } from './mirrors.ts';

const credentials = { username: 'AWS', password: 'very-secret' };

describe('pullImage', () => {
  let served: ServedImage;
  let endpoint = '';
  let pull: ServedImage['pull'];
  let requests: ServedImage['requests'];
  before(async () => {
    served = await startServedImage();
    ({ endpoint, pull, requests } = served);
  });
  beforeEach(() => served.clear());
  after(() => served.close());

  it("sends requests in containerd's order, naming the registry to a mirror by ns", async () => {
    const image = await pull();
    const ask = (method: string, part: string) => `${method} /v2/app/${part}?ns=${ecr}`;
    const config = JSON.parse(contents.get(images[1]?.digest ?? '')?.body ?? '').config;
    assert.deepEqual(requests.slice(0, 4), [
      ask('HEAD', 'manifests/v1'),
      ask('GET', `manifests/${index.digest}`),
      ask('GET', `manifests/${images[1]?.digest}`),
      ask('GET', `blobs/${config.digest}`),
    ]);
    assert.deepEqual(
      requests.slice(4).sort(),
      layers.map(({ digest }) => ask('GET', `blobs/${digest}`)).sort(),
    );
    assert.equal(image.digest, index.digest);
    assert.equal(image.id, config.digest);
    assert.equal(image.reference, `${ecr}/app:v1`);
  });

  it('does not fetch what the machine already has', async () => {
    const store = new MemoryContentStore();
    await pull({ store });
    requests.length = 0;
    await pull({ store });
    assert.deepEqual(requests, [`HEAD /v2/app/manifests/v1?ns=${ecr}`]);
  });

  it('sends no credentials at first, and answers a Basic challenge with them', async () => {
    served.special = (request, response) => {
      if (request.headers.authorization !== undefined) return false;
      response.writeHead(401, {
        'www-authenticate': 'Basic realm="r",service="ecr.amazonaws.com"',
      });
      response.end('Not Authorized\n');
      return true;
    };
    await pull({ credentials });
    assert.equal(served.authorizations[0], undefined);
    assert.equal(
      served.authorizations[1],
      `Basic ${Buffer.from('AWS:very-secret').toString('base64')}`,
    );
    assert.ok(served.authorizations.slice(1).every((value) => value === served.authorizations[1]));
  });

  it('gets a bearer token for a Bearer challenge', async () => {
    served.special = (request, response) => {
      const url = new URL(request.url ?? '', endpoint);
      if (url.pathname === '/token') {
        assert.equal(url.searchParams.get('scope'), 'repository:app:pull');
        response.end(JSON.stringify({ token: 'issued' }));
        return true;
      }
      if (request.headers.authorization === 'Bearer issued') return false;
      const challenge = `Bearer realm="${endpoint}/token",service="s",scope="repository:app:pull"`;
      response.writeHead(401, { 'www-authenticate': challenge }).end();
      return true;
    };
    assert.equal((await pull()).digest, index.digest);
  });

  it('tries up to six times on 429, and twice on 500', async () => {
    served.special = (_, response) => Boolean(response.writeHead(429).end());
    await failure(pull());
    assert.equal(requests.length, 6);
    requests.length = 0;
    served.special = (_, response) => Boolean(response.writeHead(500).end());
    await failure(pull());
    assert.equal(requests.length, 2);
  });

  it('uses GET with a registry that does not support HEAD, or returns no digest', async () => {
    served.special = (request, response) =>
      request.method === 'HEAD' ? Boolean(response.writeHead(405).end()) : false;
    assert.equal((await pull()).digest, index.digest);
    served.special = (request, response) =>
      request.method === 'HEAD' ? Boolean(response.writeHead(200).end()) : false;
    assert.equal((await pull()).digest, index.digest);
  });

  it('names the endpoint of a mirror that is not transparent', async () => {
    served.special = (_, response) => Boolean(response.writeHead(403).end());
    const error = await failure(pull({ mirrors: mirrorTable({ _default: { endpoint } }) }));
    assert.match(
      error.message,
      new RegExp(`HEAD request to ${endpoint}/v2/app/manifests/v1\\?ns=`),
    );
  });

  it('follows a redirect to storage without sending the credentials there', async () => {
    let atStorage: IncomingMessage['headers'] = {};
    const storage = createServer((request, response) => {
      atStorage = request.headers;
      response.end('layer one');
    });
    await new Promise<void>((resolve) => storage.listen(0, '127.0.0.1', resolve));
    const { port } = storage.address() as AddressInfo;
    served.special = (request, response) => {
      if (request.headers.authorization === undefined) {
        response.writeHead(401, { 'www-authenticate': 'Basic realm="r"' }).end();
        return true;
      }
      return onLayer((_, response) => {
        const location = `http://127.0.0.1:${port}/layer?X-Amz-Signature=secret`;
        return Boolean(response.writeHead(307, { location }).end());
      })(request, response);
    };
    await pull({ credentials });
    assert.equal(atStorage.authorization, undefined);
    assert.equal(atStorage.host, `127.0.0.1:${port}`);
    storage.close();
    storage.closeAllConnections();
    const error = await failure(pull({ credentials }));
    assert.match(
      error.message,
      /Get "http:\/\/127.0.0.1:\d+\/layer": dial tcp .*connection refused$/,
    );
    assert.doesNotMatch(error.message, /X-Amz-Signature/);
  });
});
