// A registry of one image, in memory: enough for a node to pull from, with Basic credentials if wanted.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { indexJson, manifestJson } from '../../src/oci/client/push.ts';
import { digestOf } from '../../src/oci/digest.ts';
import { mediaTypes } from '../../src/oci/media-types.ts';

export interface TinyRegistry {
  readonly endpoint: string;
  /** Password that is asked for; undefined lets everybody in. */
  password: string | undefined;
  readonly requests: string[];
  close(): void;
}

interface Options {
  readonly username?: string;
  /** Those that it has; all by default. */
  readonly repositories?: readonly string[];
}

/** Serves tags `v1` and `v2` of every repository: an index for linux/amd64 and linux/arm64. */
export async function startTinyRegistry(
  password?: string,
  { username = 'AWS', repositories }: Options = {},
): Promise<TinyRegistry> {
  const contents = new Map<string, { type: string; body: Buffer }>();
  const keep = (type: string, content: string | Buffer) => {
    const body = Buffer.from(content);
    contents.set(digestOf(body), { type, body });
    return { mediaType: type, digest: digestOf(body), size: body.byteLength };
  };
  // Empty archives of different lengths, so that a real runtime can unpack them.
  const archives = [1024, 2048].map((size) => Buffer.alloc(size));
  const layers = archives.map((tar) => keep(mediaTypes.ociLayerGzip, gzipSync(tar)));
  const rootfs = { type: 'layers', diff_ids: archives.map((tar) => digestOf(tar)) };
  const images = ['amd64', 'arm64'].map((architecture) => {
    const platform = { os: 'linux', architecture };
    const config = keep(mediaTypes.ociConfig, JSON.stringify({ ...platform, rootfs, config: {} }));
    const manifest = manifestJson({ mediaType: mediaTypes.ociManifest, config, layers });
    return { ...keep(mediaTypes.ociManifest, manifest), platform };
  });
  const index = keep(mediaTypes.ociIndex, indexJson(mediaTypes.ociIndex, images));

  const server = createServer((request, response) => {
    registry.requests.push(`${request.method} ${request.url}`);
    const expected = `Basic ${Buffer.from(`${username}:${registry.password}`).toString('base64')}`;
    const [, repository] = /^\/v2\/(.+)\/(?:manifests|blobs)\//.exec(request.url ?? '') ?? [];
    const isThere = repository === undefined || (repositories?.includes(repository) ?? true);
    const isIn = registry.password === undefined || request.headers.authorization === expected;
    if (!isIn || !isThere) {
      response.writeHead(401, {
        'www-authenticate': 'Basic realm="r",service="ecr.amazonaws.com"',
      });
      response.end('Not Authorized\n');
      return;
    }
    if ((request.url ?? '').split('?')[0] === '/v2/') {
      response.writeHead(200).end();
      return;
    }
    const name = (request.url ?? '').split('?')[0]?.split('/').at(-1) ?? '';
    const found = contents.get(['v1', 'v2'].includes(name) ? index.digest : name);
    if (found === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'content-type': found.type,
      'content-length': found.body.byteLength,
      'docker-content-digest': digestOf(found.body),
    });
    response.end(request.method === 'HEAD' ? undefined : found.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const registry: TinyRegistry = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    password,
    requests: [],
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return registry;
}
