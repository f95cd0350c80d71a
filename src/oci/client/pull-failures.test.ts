// The failures of a pull, with containerd's messages.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  ecr,
  failure,
  type Handler,
  images,
  layers,
  onLayer,
  type ServedImage,
  startServedImage,
} from '../../../test/support/served-image.ts';
import { digestOf } from '../digest.ts';
import { mediaTypes } from '../media-types.ts';

const credentials = { username: 'AWS', password: 'very-secret' };

describe('pullImage fails', () => {
  let served: ServedImage;
  let pull: ServedImage['pull'];
  let requests: ServedImage['requests'];
  before(async () => {
    served = await startServedImage();
    ({ pull, requests } = served);
  });
  beforeEach(() => served.clear());
  after(() => served.close());

  const prefix = `failed to pull and unpack image "${ecr}/app:v1": `;
  const resolving = `${prefix}failed to resolve reference "${ecr}/app:v1": `;

  it('with "no basic auth credentials" when it is challenged and has none', async () => {
    served.special = (_, response) => {
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

  it('after six requests with refused credentials, with the 401 as the answer', async () => {
    served.special = (_, response) => {
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
    it(`on a ${status} with: ${words.slice(0, 60)}…`, async () => {
      served.special = (_, response) => Boolean(response.writeHead(status).end());
      assert.equal((await failure(pull())).message, resolving + words);
    });
  }

  it("with Go's message when the connection is refused", async () => {
    const closed = { endpoint: 'http://127.0.0.1:1', transparent: true };
    const error = await failure(pull({ mirrors: () => closed }));
    assert.equal(
      error.message,
      `${resolving}failed to do request: Head "https://${ecr}/v2/app/manifests/v1": dial tcp 127.0.0.1:1: connect: connection refused`,
    );
  });

  it('when the image has nothing for the platform', async () => {
    const error = await failure(pull({ platform: { os: 'linux', architecture: 's390x' } }));
    assert.equal(error.code, 'NO_PLATFORM');
    assert.equal(error.message, `${prefix}no match for platform in manifest: not found`);
  });

  it('but accepts an image without index, whatever platform its config names', async () => {
    const pulled = await pull({}, `${ecr}/app@${images[0]?.digest}`);
    assert.deepEqual(pulled.platform, { os: 'linux', architecture: 'amd64' });
  });

  const blob = `https://${ecr}/v2/app/blobs/${layers[0]?.digest}`;
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
    it(`on a layer that ${what}`, async () => {
      served.special = onLayer(handler);
      assert.equal((await failure(pull())).message, prefix + words);
    });
  }
});
