import type { Challenge } from './challenge.ts';
import { RegistryError } from './errors.ts';
import { type Answer, discard, readUpTo, type Transport } from './transport.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Largest token answer read, in bytes. */
const maxAnswer = 1024 * 1024;
/** Statuses after which containerd asks again by GET: registries without OAuth's POST. */
const noPost = new Set([400, 401, 404, 405]);

/**
 * Gets a bearer token for a challenge (distribution's token and OAuth 2 specifications): by POST when there are
 * credentials, by GET when there are none or the server does not support POST.
 * @returns the token itself, without the word Bearer.
 * @throws RegistryError UNAUTHORIZED, UNREACHABLE or PROTOCOL; the token server's body is never quoted.
 */
export async function fetchToken(
  transport: Transport,
  challenge: Challenge,
  scope: string,
  credentials: Credentials | undefined,
): Promise<string> {
  const realm = realmOf(challenge);
  const service = challenge.parameters.service;
  const wanted = challenge.parameters.scope ?? scope;
  const asked = credentials
    ? await post(transport, realm, service, wanted, credentials)
    : undefined;
  if (asked !== undefined && !noPost.has(asked.status)) return tokenIn(asked, 'oauth');
  if (asked !== undefined) discard(asked);
  const got = await get(transport, realm, service, wanted, credentials);
  return tokenIn(got, credentials ? 'oauth' : 'anonymous');
}

function post(
  transport: Transport,
  realm: URL,
  service: string | undefined,
  scope: string,
  { username, password }: Credentials,
): Promise<Answer> {
  const form = new URLSearchParams({
    grant_type: 'password',
    client_id: 'containerd-client',
    username,
    password,
    scope,
    ...(service === undefined ? {} : { service }),
  });
  return transport.send({
    method: 'POST',
    url: realm,
    shownUrl: realm.href,
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: Buffer.from(form.toString()),
  });
}

function get(
  transport: Transport,
  realm: URL,
  service: string | undefined,
  scope: string,
  credentials: Credentials | undefined,
): Promise<Answer> {
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set('service', service);
  if (scope !== '') url.searchParams.append('scope', scope);
  const headers: Record<string, string> = credentials ? { authorization: basic(credentials) } : {};
  return transport.send({ method: 'GET', url, shownUrl: url.href, headers });
}

/** @returns the value of an Authorization header for HTTP Basic (RFC 7617). */
export function basic({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

async function tokenIn(answer: Answer, kind: 'oauth' | 'anonymous'): Promise<string> {
  if (answer.status !== 200) {
    discard(answer);
    throw new RegistryError(
      'UNAUTHORIZED',
      `failed to authorize: failed to fetch ${kind} token: unexpected status: ${answer.statusLine}`,
      { status: answer.status },
    );
  }
  const fields = parse(await readUpTo(answer, maxAnswer));
  const token = fields.token ?? fields.access_token;
  if (typeof token === 'string' && token !== '') return token;
  throw new RegistryError(
    'PROTOCOL',
    'failed to authorize: authorization server did not include a token in the response',
  );
}

function parse(content: Buffer): { readonly token?: unknown; readonly access_token?: unknown } {
  try {
    return (JSON.parse(content.toString()) ?? {}) as { token?: unknown };
  } catch {
    // The cause is dropped on purpose: its message quotes the body, and the body is a token.
    throw new RegistryError('PROTOCOL', 'failed to authorize: unable to decode token response');
  }
}

function realmOf({ parameters }: Challenge): URL {
  const realm = parameters.realm ?? '';
  if (URL.canParse(realm) && /^https?:\/\//.test(realm)) return new URL(realm);
  throw new RegistryError(
    'PROTOCOL',
    'failed to authorize: no realm specified for token auth challenge',
  );
}
