import { algorithm, scopeText, sha256Hex, signature } from '../sigv4.ts';
import type { Credentials } from './credentials/source.ts';
import type { AwsService } from './endpoint.ts';
import { CallError } from './errors.ts';
import { exchange } from './http.ts';
import type { HttpAnswer } from './message.ts';
import type { Environment } from './proxy.ts';
import { withRetries } from './retry.ts';

export interface ServiceCall {
  readonly service: AwsService;
  readonly region: string;
  /** With the path and query of the operation, if it has them. */
  readonly endpoint: URL;
  /** Default `POST`. */
  readonly method?: 'GET';
  readonly contentType: string;
  /** `X-Amz-Target` of the JSON protocol. */
  readonly target?: string;
  readonly body: string;
  /** Omitted for the STS calls that need no signature. */
  readonly credentials?: Credentials;
  readonly environment: Environment;
  readonly signal: AbortSignal;
}

export interface ServiceAnswer {
  readonly body: string;
  /** Milliseconds since the epoch by AWS's clock if it differs much from this machine's, else this machine's. */
  readonly now: number;
}

/** Milliseconds for one attempt: three attempts and the waits between them fit into the kubelet's timeout of one minute. */
const attemptTimeout = 12_000;
/** AWS accepts signatures whose time differs by up to five minutes. */
const tolerableSkew = 5 * 60_000;
const skewed = /^(RequestTimeTooSkewed|RequestExpired|RequestInTheFuture|AuthFailure)$/;
const maybeSkewed = /^(InvalidSignatureException|SignatureDoesNotMatch)$/;

/**
 * Calls an operation of AWS: signed, with retries, within the time limit. When AWS refuses because this
 * machine's clock is wrong, the call is repeated with AWS's time.
 * @throws CallError
 */
export async function callService(call: ServiceCall): Promise<ServiceAnswer> {
  let offset = 0;
  let corrected = false;
  return withRetries(async () => {
    for (;;) {
      const answer = await send(call, Date.now() + offset);
      const skew = skewOf(answer);
      if (answer.status === 200) return { body: answer.body, now: Date.now() + skew };
      const failure = failureOf(answer);
      if (corrected || skew === 0 || !blamesTheClock(failure)) throw failure;
      offset = skew;
      corrected = true;
    }
  }, call.signal);
}

function send(call: ServiceCall, now: number): Promise<HttpAnswer> {
  const { endpoint, method = 'POST', body, signal, environment } = call;
  const headers = signed(call, now);
  return exchange(
    { method, url: endpoint, headers, body },
    { timeout: attemptTimeout, signal, environment },
  );
}

function signed(call: ServiceCall, now: number): Record<string, string> {
  const {
    service,
    region,
    endpoint,
    method = 'POST',
    contentType,
    target,
    body,
    credentials,
  } = call;
  const headers: Record<string, string> = {
    host: endpoint.host,
    'content-type': contentType,
    ...(target === undefined ? {} : { 'x-amz-target': target }),
  };
  if (credentials === undefined) return headers;
  const timestamp = new Date(now).toISOString().replace(/[-:]|\.\d{3}/g, '');
  headers['x-amz-date'] = timestamp;
  if (credentials.sessionToken) headers['x-amz-security-token'] = credentials.sessionToken;
  const names = Object.keys(headers).sort();
  const scope = { date: timestamp.slice(0, 8), region, service };
  const request = {
    method,
    path: endpoint.pathname,
    query: endpoint.search.slice(1),
    headers,
    payloadHash: sha256Hex(body),
  };
  const proof = signature(request, names, timestamp, scope, credentials.secretAccessKey);
  headers.authorization = `${algorithm} Credential=${credentials.accessKeyId}/${scopeText(scope)}, SignedHeaders=${names.join(';')}, Signature=${proof}`;
  return headers;
}

/** @returns milliseconds by which AWS's clock is ahead of this machine's, 0 when the difference is small. */
function skewOf({ headers }: HttpAnswer): number {
  const skew = Date.parse(headers.date ?? '') - Date.now();
  return Math.abs(skew) > tolerableSkew ? skew : 0;
}

function blamesTheClock({ awsCode = '', message }: CallError): boolean {
  return (
    skewed.test(awsCode) ||
    (maybeSkewed.test(awsCode) && /signature (expired|not yet current)/i.test(message))
  );
}

/** Reads an error of either protocol: JSON with `__type`, or XML with `Code` and `Message`. */
function failureOf({ status, headers, body }: HttpAnswer): CallError {
  const { type, message } = body.startsWith('<') ? xmlError(body) : jsonError(body);
  const named = String(headers['x-amzn-errortype'] ?? type ?? '');
  const awsCode = named.split(':')[0]?.split('#').at(-1) ?? '';
  if (awsCode !== '') {
    return new CallError('SERVICE', `${awsCode}: ${message ?? `HTTP ${status}`}`, { awsCode });
  }
  if (status >= 500) {
    return new CallError('SERVICE', `HTTP ${status} without a reason`, {
      awsCode: `HTTP ${status}`,
    });
  }
  return new CallError('NOT_AWS', `HTTP ${status} from something that is not AWS`);
}

interface ErrorText {
  readonly type?: string | undefined;
  readonly message?: string | undefined;
}

function jsonError(body: string): ErrorText {
  try {
    const fields = JSON.parse(body) as Record<string, unknown>;
    const message = fields.message ?? fields.Message;
    return {
      ...(typeof fields.__type === 'string' ? { type: fields.__type } : {}),
      ...(typeof message === 'string' ? { message } : {}),
    };
  } catch {
    return {};
  }
}

function xmlError(body: string): ErrorText {
  return { type: xmlText(body, 'Code'), message: xmlText(body, 'Message') };
}

const entities: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&amp;': '&',
};

/** The text of the first element of a name, which is sufficient for STS's flat answers. */
export function xmlText(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return text?.replace(/&(lt|gt|quot|apos|amp);/g, (entity) => entities[entity] ?? entity);
}
