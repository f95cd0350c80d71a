import { createHash, createHmac } from 'node:crypto';

/** What a signature covers. Source: AWS General Reference, "Signature Version 4 signing process". */
export interface SignableRequest {
  readonly method: string;
  /** Path as in the request line, percent-encoded, without the query. */
  readonly path: string;
  /** Query string as in the request line, without `?`; presigned parameters included. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** SHA-256 of the body in hex, or `UNSIGNED-PAYLOAD`. */
  readonly payloadHash: string;
}

export interface CredentialScope {
  /** `YYYYMMDD`, UTC. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

export const algorithm = 'AWS4-HMAC-SHA256';

/** SHA-256 in hex. */
export function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/**
 * Computes the signature of a request.
 * @param timestamp signing time as `YYYYMMDDTHHMMSSZ`.
 * @param signedHeaders names of the headers that the signature covers, lower case, sorted.
 * @returns the signature in hex.
 */
export function signature(
  request: SignableRequest,
  signedHeaders: readonly string[],
  timestamp: string,
  scope: CredentialScope,
  secretAccessKey: string,
): string {
  const toSign = [
    algorithm,
    timestamp,
    scopeText(scope),
    sha256Hex(canonicalRequest(request, signedHeaders, scope.service)),
  ].join('\n');
  return createHmac('sha256', signingKey(secretAccessKey, scope)).update(toSign).digest('hex');
}

export function scopeText({ date, region, service }: CredentialScope): string {
  return `${date}/${region}/${service}/aws4_request`;
}

function canonicalRequest(
  request: SignableRequest,
  signedHeaders: readonly string[],
  service: string,
): string {
  const headers = signedHeaders.map((name) => `${name}:${headerValue(request.headers[name])}\n`);
  return [
    request.method,
    canonicalPath(request.path, service),
    canonicalQuery(request.query),
    headers.join(''),
    signedHeaders.join(';'),
    request.payloadHash,
  ].join('\n');
}

/** S3 signs the path as sent; every other service signs it normalised and encoded once more. */
function canonicalPath(path: string, service: string): string {
  if (service === 's3') return path === '' ? '/' : path;
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(encode(segment));
  }
  const trailing = segments.length > 0 && path.endsWith('/') ? '/' : '';
  return `/${segments.join('/')}${trailing}`;
}

function canonicalQuery(query: string): string {
  if (query === '') return '';
  return query
    .split('&')
    .filter((pair) => pair !== '' && !pair.startsWith('X-Amz-Signature='))
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [recode(name), recode(value.join('='))] as const;
    })
    .sort(([nameA, valueA], [nameB, valueB]) => order(nameA, nameB) || order(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Normalises the encoding of a query component for the signature. An invalid escape stays as it is. */
function recode(component: string): string {
  try {
    return encode(decodeURIComponent(component.replaceAll('+', ' ')));
  } catch {
    return encode(component);
  }
}

/** Encodes everything except unreserved characters (RFC 3986): letters, digits, `-`, `.`, `_` and `~`. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function headerValue(value: string | readonly string[] | undefined): string {
  const text = typeof value === 'string' ? value : (value ?? []).join(',');
  return text.trim().replace(/ +/g, ' ');
}

function signingKey(secretAccessKey: string, { date, region, service }: CredentialScope): Buffer {
  return [date, region, service, 'aws4_request'].reduce<Buffer>(
    (key, part) => createHmac('sha256', key).update(part).digest(),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
}
