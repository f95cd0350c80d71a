import type { BlobContent } from './backend.ts';
import { commonHeaders } from './common-headers.ts';
import { type Exchange, reply } from './exchange.ts';
import { parseRange } from './range.ts';

/** `HEAD /v2/<name>/blobs/<digest>`. */
export async function headBlob(exchange: Exchange, name: string, digest: string): Promise<void> {
  const size = await exchange.backend.statBlob(name, digest);
  await reply(exchange, 200, {
    'content-type': 'application/octet-stream',
    'content-length': size,
    'accept-ranges': 'bytes',
    'docker-content-digest': digest,
  });
}

/** `GET /v2/<name>/blobs/<digest>`: the content, or a redirect to it. */
export async function getBlob(exchange: Exchange, name: string, digest: string): Promise<void> {
  const source = await exchange.backend.getBlob(name, digest);
  if ('location' in source) await reply(exchange, 307, { location: source.location });
  else await sendContent(exchange, digest, source, commonHeaders);
}

/** Sends content, or the requested range of it. */
export async function sendContent(
  { request, response, method }: Pick<Exchange, 'request' | 'response' | 'method'>,
  digest: string,
  content: BlobContent,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { size } = content;
  const range = parseRange(request.headers.range, size);
  const headers = {
    ...more,
    'content-type': 'application/octet-stream',
    'accept-ranges': 'bytes',
    'docker-content-digest': digest,
  };
  if (range === 'unsatisfiable') {
    response.writeHead(416, {
      ...headers,
      'content-range': `bytes */${size}`,
      'content-length': 0,
    });
    response.end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  response.writeHead(range === undefined ? 200 : 206, {
    ...headers,
    'content-length': end - start + 1,
    ...(range === undefined ? {} : { 'content-range': `bytes ${start}-${end}/${size}` }),
  });
  if (method !== 'HEAD' && size > 0) await content.send({ start, end }, response);
  response.end();
}

/** `DELETE /v2/<name>/blobs/<digest>`. */
export async function deleteBlob(exchange: Exchange, name: string, digest: string): Promise<void> {
  await exchange.backend.deleteBlob(name, digest);
  await reply(exchange, 202, {});
}
