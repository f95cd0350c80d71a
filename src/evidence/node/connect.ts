import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type PeerCertificate, type TLSSocket } from 'node:tls';
import { readMessage } from '../../aws/client/message.ts';
import { opened, requestTunnel } from '../../aws/client/socket.ts';
import type { CertificateReport, EndpointReport, EndpointService } from '../../chain/world.ts';
import { maskedUrl, maskedValue } from './masked.ts';
import type { Names } from './resolver.ts';

/** Milliseconds for each step of a connection: name, TCP, TLS, answer. */
const patience = 4_000;
/** Milliseconds for all of them. */
const longest = 14_000;

export interface Wanted {
  readonly service: EndpointService;
  readonly host: string;
  readonly port: number;
  /** With its password, if it has one. */
  readonly proxy?: URL | undefined;
  /** Authorities that the node trusts, PEM; those of Node where there are none. */
  readonly authorities: readonly string[] | undefined;
  /** Registry whose pulls go there, of a mirror. */
  readonly mirrorOf?: string;
  /** Without TLS. */
  readonly isPlain?: boolean;
}

export interface Tried {
  readonly report: EndpointReport;
  /** The server's clock and the node's at the same moment, milliseconds since the epoch. */
  readonly clocks?: { readonly server: number; readonly own: number };
}

type Step = NonNullable<EndpointReport['failed']>['at'];

class StepFailed extends Error {
  readonly at: Step;
  constructor(at: Step, cause: unknown) {
    super(wordsOf(cause), { cause });
    this.at = at;
  }
}

/** Tries how far a connection to a host comes: name, TCP or proxy, TLS. Asks for nothing that needs credentials. */
export async function tryEndpoint(wanted: Wanted, names: Names): Promise<Tried> {
  const { service, host, port, proxy } = wanted;
  const end = Date.now() + longest;
  const step = <Value>(at: Step, work: Promise<Value>) => inTime(at, work, end);
  const addresses: string[] = [];
  const base = {
    service,
    host,
    port,
    ...(wanted.mirrorOf === undefined ? {} : { mirrorOf: wanted.mirrorOf }),
    ...(proxy === undefined ? {} : { proxy: maskedUrl(proxy.href) }),
    addresses,
  };
  const sockets: Socket[] = [];
  try {
    const via = proxy?.hostname.replace(/^\[(.*)\]$/, '$1') ?? host;
    addresses.push(...(await step(proxy === undefined ? 'name' : 'proxy', names.resolve(via))));
    const socket = connect(
      Number(proxy?.port) || (proxy === undefined ? port : 80),
      first(addresses),
    );
    sockets.push(socket);
    await step(proxy === undefined ? 'tcp' : 'proxy', opened(socket, 'connect'));
    if (proxy !== undefined) await step('proxy', tunnel(socket, proxy, `${host}:${port}`));
    if (wanted.isPlain === true) return { report: base };
    const tls = secured(socket, wanted);
    sockets.push(tls);
    await step('tls', opened(tls, 'secureConnect'));
    const certificate = certificateOf(tls);
    const clocks = await step('tls', clocksAt(tls, host)).catch(() => undefined);
    const untrusted = certificate.trusted
      ? {}
      : failedAt('tls', certificate.error ?? 'not trusted');
    return {
      report: { ...base, certificate, ...untrusted },
      ...(clocks === undefined ? {} : { clocks }),
    };
  } catch (error) {
    const at = error instanceof StepFailed ? error.at : 'tls';
    return { report: { ...base, ...failedAt(at, (error as Error).message) } };
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}

/** How a connection ended that somebody else tried, for an emulated node. */
export function tryResult(
  { service, host, port, mirrorOf, isPlain }: Wanted,
  failure:
    | {
        readonly at: Step;
        readonly why: string;
        readonly address?: string;
        readonly proxy?: string;
        readonly issuer?: string;
      }
    | undefined,
  seen: { readonly issuer: string; readonly clocks: NonNullable<Tried['clocks']> },
): Tried {
  const base = { service, host, port, ...(mirrorOf === undefined ? {} : { mirrorOf }) };
  if (failure === undefined) {
    const certificate = { issuer: seen.issuer, trusted: true };
    const report = { ...base, addresses: [], ...(isPlain === true ? {} : { certificate }) };
    return { report, clocks: seen.clocks };
  }
  const { at, why, address, proxy, issuer } = failure;
  const report = {
    ...base,
    ...(proxy === undefined ? {} : { proxy: maskedUrl(proxy) }),
    addresses: address === undefined ? [] : [address],
    ...failedAt(at, why),
    ...(issuer === undefined ? {} : { certificate: { issuer, trusted: false, error: why } }),
  };
  return { report };
}

function failedAt(at: Step, why: string): Pick<EndpointReport, 'failed'> {
  return { failed: { at, why: maskedValue(why) } };
}

/** One step within its time. @param end of all steps, milliseconds since the epoch. */
async function inTime<Value>(at: Step, work: Promise<Value>, end: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error('no answer in time')),
      Math.max(1, Math.min(patience, end - Date.now())),
    );
  });
  try {
    return await Promise.race([work, late]);
  } catch (cause) {
    throw new StepFailed(at, cause);
  } finally {
    clearTimeout(timer);
  }
}

/** Error codes stay: they say more than the words around them. */
function wordsOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  return code === undefined ? message : code;
}

function first(addresses: readonly string[]): string {
  return addresses.find((address) => isIP(address) === 4) ?? addresses[0] ?? '';
}

async function tunnel(socket: Socket, proxy: URL, authority: string): Promise<void> {
  const status = await requestTunnel(socket, proxy, authority);
  if (status !== 200) throw new Error(`it answered HTTP ${status}`);
}

/** Whoever is at the other end is looked at, trusted or not: nothing that is secret is sent. */
function secured(socket: Socket, { host, authorities }: Wanted): TLSSocket {
  return connectTls({
    socket,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(authorities === undefined ? {} : { ca: [...authorities] }),
    rejectUnauthorized: false,
  });
}

function certificateOf(tls: TLSSocket): CertificateReport {
  const { issuer } = tls.getPeerCertificate() as Partial<PeerCertificate>;
  const named = Object.entries(issuer ?? {}).filter(([key]) => ['O', 'CN'].includes(key));
  const error = tls.authorizationError as unknown;
  return {
    issuer: maskedValue(named.map(([key, value]) => `${key}=${value}`).join(', ')),
    trusted: tls.authorized,
    ...(error ? { error: error instanceof Error ? wordsOf(error) : String(error) } : {}),
  };
}

/** Every answer of HTTP has a Date (RFC 9110, 6.6.1), whatever it says of the request. */
async function clocksAt(tls: TLSSocket, host: string): Promise<Tried['clocks']> {
  const sent = Date.now();
  tls.write(`HEAD / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  const { headers } = await readMessage(tls, 'head');
  const server = Date.parse(String(headers.date ?? ''));
  // The header has whole seconds.
  return Number.isNaN(server) ? undefined : { server: server + 500, own: (sent + Date.now()) / 2 };
}
