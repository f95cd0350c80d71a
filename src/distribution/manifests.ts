import { readBody } from '../http/body.ts';
import { maxManifestSize } from '../oci/manifest.ts';
import { type Exchange, locationOf, reply } from './exchange.ts';

/** `GET` and `HEAD /v2/<name>/manifests/<reference>`. */
export async function getManifest(
  exchange: Exchange,
  name: string,
  reference: string,
): Promise<void> {
  const { backend, dialect, method, request } = exchange;
  const { mediaType, digest, bytes } = await backend.getManifest(name, reference, {
    accept: request.headers.accept,
    isPull: method === 'GET',
  });
  const tellsDigest = dialect.tellsDigestOfTag || method === 'HEAD' || reference.includes(':');
  await reply(
    exchange,
    200,
    { 'content-type': mediaType, ...(tellsDigest ? { 'docker-content-digest': digest } : {}) },
    bytes,
  );
}

/** `PUT /v2/<name>/manifests/<reference>`. */
export async function putManifest(
  exchange: Exchange,
  name: string,
  reference: string,
): Promise<void> {
  const { backend, request } = exchange;
  const content = await readBody(request, maxManifestSize);
  const mediaType = request.headers['content-type'];
  const { digest, subject } = await backend.putManifest(name, reference, { content, mediaType });
  await reply(exchange, 201, {
    location: locationOf(exchange, `${name}/manifests/${digest}`),
    'docker-content-digest': digest,
    ...(subject === undefined ? {} : { 'oci-subject': subject }),
  });
}

/** `DELETE /v2/<name>/manifests/<reference>`. */
export async function deleteManifest(
  exchange: Exchange,
  name: string,
  reference: string,
): Promise<void> {
  await exchange.backend.deleteManifest(name, reference);
  await reply(exchange, 202, {});
}
