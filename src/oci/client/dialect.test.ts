// The same failures as three versions of containerd report them (recorded from 1.6.20, 1.7.27, 2.2.9).
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { mediaTypes } from '../media-types.ts';
import { type Dialect, dialectOf } from './dialect.ts';
import { pullImage } from './pull.ts';

const host = '444455556666.dkr.ecr.us-east-1.amazonaws.com';
const image = `${host}/my-app/backend:v4`;
const digest = `sha256:${'a'.repeat(64)}`;

describe('the message of a failed pull in each version of containerd', () => {
  let server: Server;
  let answer: { status: number; headers?: Record<string, string>; body?: string };
  before(async () => {
    server = createServer((_, response) => {
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  after(() => void server.close());

  const failure = async (dialect: Dialect): Promise<string> => {
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const error = await pullImage(image, {
      platform: { os: 'linux', architecture: 'amd64' },
      mirrors: () => ({ endpoint, transparent: true }),
      dialect,
    }).then(
      () => assert.fail('the pull worked'),
      (thrown: Error) => thrown,
    );
    return error.message;
  };
  const prefix = `failed to pull and unpack image "${image}": `;
  const url = `https://${host}/v2/my-app/backend/manifests/v4`;

  it('says 403', async () => {
    answer = { status: 403 };
    assert.equal(
      await failure('containerd-1.6'),
      `${prefix}failed to resolve reference "${image}": pulling from host ${host} failed with status code [manifests v4]: 403 Forbidden`,
    );
    assert.equal(
      await failure('containerd-1.7'),
      `${prefix}failed to resolve reference "${image}": unexpected status from HEAD request to ${url}: 403 Forbidden`,
    );
    assert.equal(
      await failure('containerd-2.1'),
      `${prefix}failed to resolve image: unexpected status from HEAD request to ${url}: 403 Forbidden`,
    );
  });

  it('reports missing credentials', async () => {
    answer = { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } };
    assert.equal(
      await failure('containerd-1.6'),
      `${prefix}failed to resolve reference "${image}": pulling from host ${host} failed with status code [manifests v4]: 401 Unauthorized`,
    );
    for (const dialect of ['containerd-1.7', 'containerd-2.1'] as const) {
      assert.match(await failure(dialect), /: authorization failed: no basic auth credentials$/);
    }
  });

  it('reports that the platform is missing', async () => {
    const manifests = [
      {
        mediaType: mediaTypes.ociManifest,
        digest,
        size: 2,
        platform: { os: 'linux', architecture: 'arm64' },
      },
    ];
    const index = { schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests };
    const body = JSON.stringify(index);
    const { createHash } = await import('node:crypto');
    const indexDigest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
    answer = {
      status: 200,
      headers: {
        'content-type': mediaTypes.ociIndex,
        'content-length': String(body.length),
        'docker-content-digest': indexDigest,
      },
      body,
    };
    for (const dialect of ['containerd-1.6', 'containerd-1.7'] as const) {
      assert.equal(await failure(dialect), `${prefix}no match for platform in manifest: not found`);
    }
    assert.equal(
      await failure('containerd-2.1'),
      `get image config descriptor: no match for platform in manifest ${indexDigest}: not found`,
    );
  });

  for (const [version, dialect] of [
    ['containerd://1.6.20~ds1', 'containerd-1.6'],
    ['containerd://1.7.27', 'containerd-1.7'],
    ['containerd://2.0.5', 'containerd-1.7'],
    ['containerd://2.1.5', 'containerd-2.1'],
    ['containerd://v2.2.9', 'containerd-2.1'],
  ] as const) {
    it(`is that of ${dialect} for ${version}`, () => assert.equal(dialectOf(version), dialect));
  }
});
