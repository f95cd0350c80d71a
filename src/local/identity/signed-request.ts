import { algorithm, type CredentialScope } from '../../aws/sigv4.ts';
import { AuthenticationError } from './authentication-error.ts';

/** What a SigV4 request states about its signer, in its header or query. */
export interface Authorization {
  readonly accessKeyId: string;
  readonly scope: CredentialScope;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `YYYYMMDDTHHMMSSZ`. */
  readonly timestamp: string;
  readonly sessionToken?: string;
  /** Seconds for which a presigned request is valid; absent for one signed in its header. */
  readonly expiresIn?: number;
}

export interface IncomingRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/**
 * Reads who claims to have signed a request, from the Authorization header or the presigned query. Source: AWS
 * General Reference, "Signature Version 4".
 * @throws AuthenticationError `MISSING` without a signature, `INCOMPLETE` for a malformed one.
 */
export function readAuthorization(request: IncomingRequest): Authorization {
  const header = text(request.headers.authorization);
  if (header !== undefined && header !== '') return fromHeader(header, request);
  const query = new URLSearchParams(request.query);
  if (query.has('X-Amz-Signature') || query.has('X-Amz-Credential')) return fromQuery(query);
  throw new AuthenticationError('MISSING', 'Request is missing Authentication Token');
}

function fromHeader(header: string, request: IncomingRequest): Authorization {
  const [scheme, ...rest] = header.split(' ');
  if (scheme !== algorithm) {
    throw new AuthenticationError('INCOMPLETE', `Unsupported AWS 'algorithm': '${scheme}'.`);
  }
  const parts = new Map(
    rest
      .join(' ')
      .split(',')
      .map((part) => {
        const [name = '', ...value] = part.trim().split('=');
        return [name, value.join('=')] as const;
      }),
  );
  const timestamp = text(request.headers['x-amz-date']) ?? isoDate(text(request.headers.date));
  const missing = ['Credential', 'Signature', 'SignedHeaders'].filter((name) => !parts.get(name));
  if (missing.length > 0 || timestamp === undefined) {
    const wants = missing.map((name) => `Authorization header requires '${name}' parameter.`);
    if (timestamp === undefined) {
      wants.push(
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
      );
    }
    throw new AuthenticationError('INCOMPLETE', wants.join(' '));
  }
  const sessionToken = text(request.headers['x-amz-security-token']);
  return {
    ...credential(parts.get('Credential') ?? ''),
    signedHeaders: (parts.get('SignedHeaders') ?? '').toLowerCase().split(';'),
    signature: parts.get('Signature') ?? '',
    timestamp,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
}

function fromQuery(query: URLSearchParams): Authorization {
  const wanted = ['Algorithm', 'Credential', 'Signature', 'SignedHeaders', 'Date'];
  const missing = wanted.filter((name) => !query.get(`X-Amz-${name}`));
  if (missing.length > 0) {
    const wants = missing.map(
      (name) => `AWS query-string parameters must include 'X-Amz-${name}'.`,
    );
    throw new AuthenticationError('INCOMPLETE', `${wants.join(' ')} Re-examine the query-string.`);
  }
  const given = query.get('X-Amz-Algorithm') ?? '';
  if (given !== algorithm) {
    throw new AuthenticationError('INCOMPLETE', `Unsupported AWS 'algorithm': '${given}'.`);
  }
  const sessionToken = query.get('X-Amz-Security-Token');
  return {
    ...credential(query.get('X-Amz-Credential') ?? ''),
    signedHeaders: (query.get('X-Amz-SignedHeaders') ?? '').toLowerCase().split(';'),
    signature: query.get('X-Amz-Signature') ?? '',
    timestamp: query.get('X-Amz-Date') ?? '',
    expiresIn: expiryOf(query.get('X-Amz-Expires')),
    ...(sessionToken === null ? {} : { sessionToken }),
  };
}

/** A week. Source: S3 API reference, "Authenticating requests: using query parameters". */
const longestExpiry = 604_800;

/** Seconds for which a presigned request is valid: 15 minutes by default. */
function expiryOf(given: string | null): number {
  if (given === null) return 900;
  const seconds = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
  if (seconds >= 1 && seconds <= longestExpiry) return seconds;
  const why =
    seconds > longestExpiry
      ? `less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${longestExpiry} seconds`
      : 'a whole number of seconds from 1 on';
  throw new AuthenticationError('INCOMPLETE', `X-Amz-Expires must be ${why}`);
}

/** Access key ids have 128 characters at most (IAM API reference, AccessKey). */
const longestCredential = 256;

function credential(given: string): { accessKeyId: string; scope: CredentialScope } {
  // A copy: a substring keeps the whole header in memory, and the trail keeps these values.
  const parts = given.length > longestCredential ? '' : Buffer.from(given).toString();
  const [accessKeyId, date, region, service, terminator, ...more] = parts.split('/');
  const isComplete = accessKeyId && date && region && service && more.length === 0;
  if (!isComplete || terminator !== 'aws4_request') {
    throw new AuthenticationError(
      'INCOMPLETE',
      'Credential must have at least 5 slash-delimited elements and end in aws4_request.',
    );
  }
  return { accessKeyId, scope: { date, region, service } };
}

function text(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0];
}

function isoDate(date: string | undefined): string | undefined {
  const time = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(time) ? undefined : compactTime(time);
}

/** A time as signatures write it: `YYYYMMDDTHHMMSSZ`. */
export function compactTime(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/** Parses such a time. @returns milliseconds since the epoch, NaN when it is malformed. */
export function parseCompactTime(timestamp: string): number {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(timestamp);
  if (match === null) return Number.NaN;
  const [, year, month, day, hour, minute, second] = match;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  // `Date` would read a day that its month does not have as one of the next month.
  return Number.isNaN(time) || compactTime(time) !== timestamp ? Number.NaN : time;
}
