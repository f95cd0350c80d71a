import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { digestOf } from '../digest.ts';
import { mediaTypes } from '../media-types.ts';
import { MemoryContentStore } from './content-store.ts';
import { RegistryError } from './errors.ts';
import { mirrorTable } from './mirrors.ts';
import { type PullOptions, pullImage } from './pull.ts';
import { indexJson, manifestJson } from './push.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => boolean | undefined;

const ecr = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';
const credentials = { username: 'AWS', password: 'very-secret' };
const arm64 = { os: 'linux', architecture: 'arm64' };

/** An image for amd64 and arm64, as the documents a registry would serve. */
const contents = new Map<string, { type: string; body: string }>();
const keep = (type: string, body: string) => {
  contents.set(digestOf(body), { type, body });
  return { mediaType: type, digest: digestOf(body), size: Buffer.byteLength(body) };
};
const layers = ['one', 'two'].map((text) => keep(mediaTypes.ociLayerGzip, `layer ${text}`));
const images = ['amd64', 'arm64'].map((architecture) => {
  const config = keep(mediaTypes.ociConfig, JSON.stringify({ os: 'linux', architecture }));
  const manifest = manifestJson({ mediaType: mediaTypes.ociManifest, config, layers });
  return { ...keep(mediaTypes.ociManifest, manifest), platform: { os: 'linux', architecture } };
});
const index = keep(mediaTypes.ociIndex, indexJson(mediaTypes.ociIndex, images));

describe('pullImage', () => {
  const requests: string[] = [];
  const authorizations: (string | undefined)[] = [];
  let special: Handler = () => false;
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    authorizations.push(request.headers.authorization);
    if (special(request, response)) return;
    const name = (request.url ?? '').split('?')[0]?.split('/').at(-1) ?? '';
    const found = contents.get(name === 'v1' ? index.digest : name);
    if (found === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'content-type': found.type,
      'content-length': Buffer.byteLength(found.body),
      'docker-content-digest': digestOf(found.body),
    });
    response.end(request.method === 'HEAD' ? undefined : found.body);
  });
  let endpoint = '';

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    requests.length = 0;
    authorizations.length = 0;
    special = () => false;
  });
  after(() => server.close());

  const pull = (options: Partial<PullOptions> = {}, image = `${ecr}/app:v1`) =>
    pullImage(image, {
      platform: arm64,
      mirrors: mirrorTable({ [ecr]: { endpoint, transparent: true } }),
      ...options,
    });
  const failure = async (promise: Promise<unknown>): Promise<RegistryError> => {
    const error = await promise.then(
      () => assert.fail('the pull worked'),
      (error: unknown) => error,
    );
    assert.ok(error instanceof RegistryError, String(error));
    return error;
  };
  it("asks in containerd's order, telling a mirror the registry by ns", async () => {
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

  it('fetches nothing again that the machine has', async () => {
    const store = new MemoryContentStore();
    await pull({ store });
    requests.length = 0;
    await pull({ store });
    assert.deepEqual(requests, [`HEAD /v2/app/manifests/v1?ns=${ecr}`]);
  });

  it('asks without credentials first, and answers a Basic challenge with them', async () => {
    special = (request, response) => {
      if (request.headers.authorization !== undefined) return false;
      response.writeHead(401, {
        'www-authenticate': 'Basic realm="r",service="ecr.amazonaws.com"',
      });
      response.end('Not Authorized\n');
      return true;
    };
    await pull({ credentials });
    assert.equal(authorizations[0], undefined);
    assert.equal(authorizations[1], `Basic ${Buffer.from('AWS:very-secret').toString('base64')}`);
    assert.ok(authorizations.slice(1).every((value) => value === authorizations[1]));
  });

  it('gets a bearer token for a Bearer challenge', async () => {
    special = (request, response) => {
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

  it('tries 429 up to six times and 500 twice', async () => {
    special = (_, response) => Boolean(response.writeHead(429).end());
    await failure(pull());
    assert.equal(requests.length, 6);
    requests.length = 0;
    special = (_, response) => Boolean(response.writeHead(500).end());
    await failure(pull());
    assert.equal(requests.length, 2);
  });

  it('asks by GET a registry that knows no HEAD, or tells no digest', async () => {
    special = (request, response) =>
      request.method === 'HEAD' ? Boolean(response.writeHead(405).end()) : false;
    assert.equal((await pull()).digest, index.digest);
    special = (request, response) =>
      request.method === 'HEAD' ? Boolean(response.writeHead(200).end()) : false;
    assert.equal((await pull()).digest, index.digest);
  });

  it('names the endpoint of a mirror that is not transparent', async () => {
    special = (_, response) => Boolean(response.writeHead(403).end());
    const error = await failure(pull({ mirrors: mirrorTable({ _default: { endpoint } }) }));
    assert.match(
      error.message,
      new RegExp(`HEAD request to ${endpoint}/v2/app/manifests/v1\\?ns=`),
    );
  });

  const onLayer = (handler: Handler): Handler => {
    return (request, response) =>
      request.url?.includes(layers[0]?.digest ?? '') ? handler(request, response) : false;
  };
  it('follows a redirect to storage without taking the credentials there', async () => {
    let atStorage: IncomingMessage['headers'] = {};
    const storage = createServer((request, response) => {
      atStorage = request.headers;
      response.end('layer one');
    });
    await new Promise<void>((resolve) => storage.listen(0, '127.0.0.1', resolve));
    const { port } = storage.address() as AddressInfo;
    special = (request, response) => {
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
