// A registry of one image as containerd's resolver meets it: what it was asked, and answers a test may put in between.
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RegistryError } from '../../src/oci/client/errors.ts';
import { mirrorTable } from '../../src/oci/client/mirrors.ts';
import { type PullOptions, pullImage } from '../../src/oci/client/pull.ts';
import { indexJson, manifestJson } from '../../src/oci/client/push.ts';
import { digestOf } from '../../src/oci/digest.ts';
import { mediaTypes } from '../../src/oci/media-types.ts';

/** Answers a request itself and returns true, or leaves it to the registry. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => boolean | undefined;

export const ecr = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';
export const arm64 = { os: 'linux', architecture: 'arm64' };

/** An image for amd64 and arm64, as the documents a registry would serve. */
export const contents = new Map<string, { type: string; body: string }>();
const keep = (type: string, body: string) => {
  contents.set(digestOf(body), { type, body });
  return { mediaType: type, digest: digestOf(body), size: Buffer.byteLength(body) };
};
export const layers = ['one', 'two'].map((text) => keep(mediaTypes.ociLayerGzip, `layer ${text}`));
export const images = ['amd64', 'arm64'].map((architecture) => {
  const config = keep(mediaTypes.ociConfig, JSON.stringify({ os: 'linux', architecture }));
  const manifest = manifestJson({ mediaType: mediaTypes.ociManifest, config, layers });
  return { ...keep(mediaTypes.ociManifest, manifest), platform: { os: 'linux', architecture } };
});
export const index = keep(mediaTypes.ociIndex, indexJson(mediaTypes.ociIndex, images));

export interface ServedImage {
  readonly endpoint: string;
  /** What was asked since `clear`, by method and URL. */
  readonly requests: string[];
  readonly authorizations: (string | undefined)[];
  special: Handler;
  clear(): void;
  /** Pulls for arm64 by way of the registry, as a transparent mirror of ECR. */
  pull(options?: Partial<PullOptions>, image?: string): ReturnType<typeof pullImage>;
  close(): void;
}

export async function startServedImage(): Promise<ServedImage> {
  const requests: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    authorizations.push(request.headers.authorization);
    if (served.special(request, response)) return;
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
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const served: ServedImage = {
    endpoint,
    requests,
    authorizations,
    special: () => false,
    clear() {
      requests.length = 0;
      authorizations.length = 0;
      served.special = () => false;
    },
    pull: (options = {}, image = `${ecr}/app:v1`) =>
      pullImage(image, {
        platform: arm64,
        mirrors: mirrorTable({ [ecr]: { endpoint, transparent: true } }),
        ...options,
      }),
    close: () => void server.close(),
  };
  return served;
}

/** Has only requests for the first layer answered by the handler. */
export function onLayer(handler: Handler): Handler {
  return (request, response) =>
    request.url?.includes(layers[0]?.digest ?? '') ? handler(request, response) : false;
}

/** The error a pull ends with. */
export async function failure(promise: Promise<unknown>): Promise<RegistryError> {
  const error = await promise.then(
    () => assert.fail('the pull worked'),
    (error: unknown) => error,
  );
  assert.ok(error instanceof RegistryError, String(error));
  return error;
}
