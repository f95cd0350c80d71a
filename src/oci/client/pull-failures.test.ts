// What a pull fails with, in containerd's words.
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { digestOf } from '../digest.ts';
import { mediaTypes } from '../media-types.ts';
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

describe('pullImage fails', () => {
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
  const prefix = `failed to pull and unpack image "${ecr}/app:v1": `;
  const resolving = `${prefix}failed to resolve reference "${ecr}/app:v1": `;

  it('says "no basic auth credentials" when it is challenged and has none', async () => {
    special = (_, response) => {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="r"' }).end();
      return true;
    };
    const error = await failure(pull());
    assert.equal(error.code, 'UNAUTHORIZED');
    assert.equal(
      error.message,
      `${resolving}pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials`,
    );
  });

  it('gives up on refused credentials after six requests, with the 401 as the answer', async () => {
    special = (_, response) => {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="r"' }).end();
      return true;
    };
    const error = await failure(pull({ credentials }));
    assert.equal(requests.length, 6);
    assert.equal(
      error.message,
      `${resolving}unexpected status from HEAD request to https://${ecr}/v2/app/manifests/v1: 401 Unauthorized`,
    );
    assert.doesNotMatch(JSON.stringify(error), /very-secret/);
  });

  const statuses: [number, string][] = [
    [
      403,
      `unexpected status from HEAD request to https://${ecr}/v2/app/manifests/v1: 403 Forbidden`,
    ],
    [404, `${ecr}/app:v1: not found`],
    [
      503,
      `unexpected status from HEAD request to https://${ecr}/v2/app/manifests/v1: 503 Service Unavailable`,
    ],
  ];
  for (const [status, words] of statuses) {
    it(`says of a ${status}: ${words.slice(0, 60)}…`, async () => {
      special = (_, response) => Boolean(response.writeHead(status).end());
      assert.equal((await failure(pull())).message, resolving + words);
    });
  }

  it('says in Go words that nobody listens', async () => {
    const closed = { endpoint: 'http://127.0.0.1:1', transparent: true };
    const error = await failure(pull({ mirrors: () => closed }));
    assert.equal(
      error.message,
      `${resolving}failed to do request: Head "https://${ecr}/v2/app/manifests/v1": dial tcp 127.0.0.1:1: connect: connection refused`,
    );
  });

  it('says when there is nothing for the platform', async () => {
    const error = await failure(pull({ platform: { os: 'linux', architecture: 's390x' } }));
    assert.equal(error.code, 'NO_PLATFORM');
    assert.equal(error.message, `${prefix}no match for platform in manifest: not found`);
  });

  it('refuses an image without index whose config names another platform', async () => {
    const error = await failure(pull({}, `${ecr}/app@${images[0]?.digest}`));
    assert.equal(error.code, 'NO_PLATFORM');
  });

  const blob = `https://${ecr}/v2/app/blobs/${layers[0]?.digest}`;
  const onLayer = (handler: Handler): Handler => {
    return (request, response) =>
      request.url?.includes(layers[0]?.digest ?? '') ? handler(request, response) : false;
  };
  const denied = { errors: [{ code: 'DENIED', message: 'User: x is not authorized' }] };
  const brokenLayers: [string, Handler, string][] = [
    [
      'is refused',
      (_, response) => Boolean(response.writeHead(403).end(JSON.stringify(denied))),
      `failed to copy: httpReadSeeker: failed open: unexpected status code ${blob}: 403 Forbidden - Server message: denied: User: x is not authorized`,
    ],
    [
      'is refused by storage',
      (_, response) => Boolean(response.writeHead(403).end('<Error><Code>AccessDenied</Code>')),
      `failed to copy: httpReadSeeker: failed open: unexpected status code ${blob}: 403 Forbidden`,
    ],
    [
      'is absent',
      (_, response) => Boolean(response.writeHead(404).end()),
      `failed to copy: httpReadSeeker: failed open: could not fetch content descriptor ${layers[0]?.digest} (${mediaTypes.ociLayerGzip}) from remote: not found`,
    ],
    [
      'has other bytes',
      (_, response) => Boolean(response.end('layer ONE')),
      `failed to copy: failed commit on ref "layer-${layers[0]?.digest}": unexpected commit digest ${digestOf('layer ONE')}, expected ${layers[0]?.digest}: failed precondition`,
    ],
    [
      'is too long',
      (_, response) => Boolean(response.end('layer one and more')),
      `failed to copy: failed commit on ref "layer-${layers[0]?.digest}": "layer-${layers[0]?.digest}" failed size validation: 18 != 9: failed precondition`,
    ],
  ];
  for (const [what, handler, words] of brokenLayers) {
    it(`says that a layer ${what}`, async () => {
      special = onLayer(handler);
      assert.equal((await failure(pull())).message, prefix + words);
    });
  }
});
