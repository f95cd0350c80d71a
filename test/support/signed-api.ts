// Asks APIs of the local AWS for which there is no SDK here, signed as an SDK would.
import { algorithm, scopeText, sha256Hex, signature } from '../../src/aws/sigv4.ts';
import { account, region, type Who } from './local-ecr.ts';

/** An error as SDKs show it: its code as name. */
export class ApiError extends Error {
  readonly status: number;

  constructor(name: string, message: string, status: number) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

interface Ask {
  readonly service: string;
  readonly method?: string;
  /** With its query, if it has one. */
  readonly path?: string;
  readonly target?: string;
  readonly body?: object;
  /** In place of a body that is JSON. */
  readonly text?: string;
  readonly who?: Who;
}

/** Sends one request. @throws ApiError for an answer that is none of success. */
export async function ask<Output>(endpoint: string, what: Ask): Promise<Output> {
  const answer = await send(endpoint, what);
  const found = (await answer.json()) as { message?: string; __type?: string };
  if (answer.ok) return found as Output;
  const name = answer.headers.get('x-amzn-errortype') ?? found.__type ?? '';
  throw new ApiError(name, found.message ?? '', answer.status);
}

/** The same of an API that speaks XML. */
export async function askXml(endpoint: string, what: Ask): Promise<string> {
  const answer = await send(endpoint, what);
  const found = await answer.text();
  if (answer.ok) return found;
  const [, name = ''] = /<Code>([^<]*)</.exec(found) ?? [];
  const [, message = ''] = /<Message>([^<]*)</.exec(found) ?? [];
  throw new ApiError(name, message, answer.status);
}

function send(endpoint: string, what: Ask): Promise<Response> {
  const { service, method = 'POST', path = '/', target, body, who = {} } = what;
  const [pathname = '/', query = ''] = path.split('?');
  const text = what.text ?? (body === undefined ? '' : JSON.stringify(body));
  const timestamp = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
  const headers: Record<string, string> = {
    'content-type': target === undefined ? 'application/json' : 'application/x-amz-json-1.1',
    host: new URL(endpoint).host,
    'x-amz-date': timestamp,
    ...(target === undefined ? {} : { 'x-amz-target': target }),
  };
  const names = Object.keys(headers).sort();
  const scope = { date: timestamp.slice(0, 8), region: who.region ?? region, service };
  const request = { method, path: pathname, query, headers, payloadHash: sha256Hex(text) };
  const { accessKeyId, secretAccessKey } = who.credentials ?? {
    accessKeyId: who.account ?? account,
    secretAccessKey: 'test',
  };
  const proof = signature(request, names, timestamp, scope, secretAccessKey);
  return fetch(`${endpoint}${path}`, {
    method,
    headers: {
      ...headers,
      authorization: `${algorithm} Credential=${accessKeyId}/${scopeText(scope)}, SignedHeaders=${names.join(';')}, Signature=${proof}`,
    },
    ...(method === 'GET' ? {} : { body: text }),
  });
}
