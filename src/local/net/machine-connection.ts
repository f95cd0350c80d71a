import { isIP } from 'node:net';
import { proxyFor } from '../../aws/client/proxy.ts';
import { isEcrHostLike, parseEcrHost } from '../../names/registry-host.ts';
import type { NodeSetup } from '../records/node-setup.ts';
import { interfaceOfInstance } from '../vpc/lookups.ts';
import { journeyTo, type Networks } from './node-traffic.ts';
import { goWords, type Outcome } from './outcome.ts';
import { carry } from './packet-walk.ts';

/** The two programs of a machine that connect to the hosts of a pull. */
export type Program = 'kubelet' | 'runtime';

/** Where a connection of a machine ended. */
export interface ConnectionFailure {
  readonly at: 'name' | 'proxy' | 'tcp' | 'tls';
  /** In Go's words. */
  readonly words: string;
  /** In those of Node, as a report of the machine has it. */
  readonly why: string;
  readonly address?: string;
  readonly proxy?: string;
  /** Of the certificate that was shown. */
  readonly issuer?: string;
}

/** A machine's programs, and the time of AWS in milliseconds since the epoch. */
export interface Dialer {
  readonly instanceId: string;
  readonly program: Program;
  readonly now: number;
}

const day = 86_400_000;
/** How long before and after the present AWS's certificates are valid; they live for about thirteen months. */
const validity = { before: 200 * day, after: 195 * day };
const amazon = 'O=Amazon, CN=Amazon RSA 2048 M02';

/**
 * Whether a program of a machine comes to a host, with all that the machine itself does about it: proxies, its name server,
 * its firewall, its clock, and whoever opens its TLS connections.
 * @returns undefined where the connection is made.
 */
export function connectionFailure(
  state: Networks,
  { instanceId, program, now }: Dialer,
  url: URL,
): ConnectionFailure | undefined {
  const setup = state.instances.get(instanceId)?.setup ?? {};
  const environment = program === 'kubelet' ? setup.kubeletEnvironment : setup.runtimeEnvironment;
  const proxy = proxyFor(url, environment ?? {});
  if (proxy !== undefined) {
    const failed = plain(state, instanceId, setup, proxy);
    if (failed === undefined) return secured(setup, now, url);
    return {
      ...failed,
      at: 'proxy',
      words: `proxyconnect tcp: ${failed.words}`,
      proxy: proxy.href,
    };
  }
  return plain(state, instanceId, setup, url) ?? secured(setup, now, url);
}

/** The certificate that a machine sees. */
export function issuerSeen({ tlsOpenedBy }: NodeSetup): string {
  return tlsOpenedBy ?? amazon;
}

function plain(
  state: Networks,
  instanceId: string,
  setup: NodeSetup,
  { hostname, port, protocol }: URL,
): ConnectionFailure | undefined {
  if (setup.unknownHosts?.includes(hostname) || isOfNobody(hostname)) {
    return failureOf({ kind: 'no such host', host: hostname, server: '10.0.0.2' });
  }
  const rule = setup.firewall?.find(({ host }) => host === hostname);
  const number = Number(port) || (protocol === 'https:' ? 443 : 80);
  const outcome = outcomeOf(state, instanceId, hostname, number);
  if (outcome === undefined) return undefined;
  const isStopped = rule !== undefined && 'address' in outcome;
  if (!isStopped) return failureOf(outcome, number);
  const kind = rule.does === 'drop' ? 'timeout' : 'refused';
  return failureOf({ kind, address: outcome.address }, number);
}

/** A name that has the form of an ECR host, but that AWS cannot have, is nobody's. */
function isOfNobody(host: string): boolean {
  return isEcrHostLike(host) && parseEcrHost(host) === undefined;
}

function outcomeOf(
  state: Networks,
  instanceId: string,
  host: string,
  port: number,
): Outcome | undefined {
  if (isIP(host) === 0) return served(journeyTo(state, instanceId, host)?.outcome, host, port);
  const instance = state.instances.get(instanceId);
  const own = instance && interfaceOfInstance(state.network, instance);
  if (own === undefined) return undefined;
  const arrival = carry(state.network, own, host, { protocol: 'tcp', port });
  if (arrival === undefined) return { kind: 'timeout', address: host };
  return { kind: arrival.at === 'internet' ? 'connected' : 'refused', address: host };
}

/** Registries answer at port 443 only; AWS answers nothing elsewhere. */
function served(outcome: Outcome | undefined, host: string, port: number): Outcome | undefined {
  const isElsewhere = port !== 443 && parseEcrHost(host) !== undefined;
  if (!isElsewhere || outcome?.kind !== 'connected') return outcome;
  return { kind: 'timeout', address: outcome.address };
}

function failureOf(outcome: Outcome, port = 443): ConnectionFailure | undefined {
  const words = goWords(outcome, port);
  if (words === undefined) return undefined;
  switch (outcome.kind) {
    case 'no such host':
      return { at: 'name', words, why: 'ENOTFOUND' };
    case 'no answer from DNS':
      return { at: 'name', words, why: 'ETIMEOUT' };
    case 'refused':
      return { at: 'tcp', words, why: 'ECONNREFUSED', address: outcome.address };
    default:
      return { at: 'tcp', words, why: 'no answer in time', address: outcome.address };
  }
}

/** crypto/tls: the chain, then the time (crypto/x509, Certificate.Verify). */
function secured(
  { tlsOpenedBy, clockAheadBy = 0 }: NodeSetup,
  now: number,
  { protocol }: URL,
): ConnectionFailure | undefined {
  if (protocol !== 'https:') return undefined;
  const verify = 'tls: failed to verify certificate: x509:';
  if (tlsOpenedBy !== undefined) {
    const words = `${verify} certificate signed by unknown authority`;
    return { at: 'tls', words, why: 'SELF_SIGNED_CERT_IN_CHAIN', issuer: tlsOpenedBy };
  }
  const said = (time: number) => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
  const own = now + clockAheadBy;
  const [from, to] = [now - validity.before, now + validity.after];
  if (own >= from && own <= to) return undefined;
  const order = own < from ? `is before ${said(from)}` : `is after ${said(to)}`;
  const words = `${verify} certificate has expired or is not yet valid: current time ${said(own)} ${order}`;
  const why = own < from ? 'CERT_NOT_YET_VALID' : 'CERT_HAS_EXPIRED';
  return { at: 'tls', words, why, issuer: amazon };
}
