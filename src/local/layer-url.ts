import type { ServerResponse } from 'node:http';
import { seal, unseal } from './seal.ts';

/** What a layer URL grants: one layer, for a while, to whoever holds the URL. */
interface Grant {
  readonly digest: string;
  readonly expiresAt: number;
}

/** How long a presigned layer URL holds, in milliseconds of the movable clock. */
const lifetime = 3_600_000;

/** Path of the bucket that stands for the one in which AWS keeps a Region's layers. */
export const layerPath = /^\/prod-[a-z0-9-]+-starport-layer-bucket\//;

/** Makes a URL from which that layer can be fetched without further credentials. */
export function layerUrl(
  key: Buffer,
  endpoint: string,
  region: string,
  digest: string,
  now: number,
): string {
  const grant: Grant = { digest, expiresAt: now + lifetime };
  const token = seal(key, 'layer-url', grant);
  return `${endpoint}/prod-${region}-starport-layer-bucket/${digest}?X-Amz-Signature=${token}`;
}

/** @returns the digest that the URL grants, or why it grants nothing. */
export function grantedDigest(
  key: Buffer,
  url: URL,
  now: number,
): { readonly digest: string } | { readonly refused: 'forged' | 'expired' } {
  const grant = unseal<Grant>(key, 'layer-url', url.searchParams.get('X-Amz-Signature') ?? '');
  if (grant === undefined || !url.pathname.endsWith(`/${grant.digest}`))
    return { refused: 'forged' };
  return grant.expiresAt <= now ? { refused: 'expired' } : { digest: grant.digest };
}

/** S3's words for a URL that grants nothing, or not this. Source: S3 API reference, "Error responses". */
const refusals = {
  DENIED: ['AccessDenied', 'Access Denied'],
  EXPIRED: ['AccessDenied', 'Request has expired'],
  OTHER_METHOD: [
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  ],
} as const;

/** Answers whoever may not have the layer. */
export function refuseLayer(response: ServerResponse, why: keyof typeof refusals): void {
  const [code, message] = refusals[why];
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  response.writeHead(403, { 'content-type': 'application/xml', 'content-length': body.length });
  response.end(body);
}
