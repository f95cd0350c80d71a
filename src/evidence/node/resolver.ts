import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Fact } from '../../chain/fact.ts';
import type { ResolverReport } from '../../chain/world.ts';
import { look } from './look.ts';
import type { Rooted } from './rooted.ts';

/** Milliseconds for one question to one server. */
const patience = 2_000;
/** Servers that are asked, as resolv.conf(5) has it. */
const mostServers = 3;

/** The node's own resolver configuration. */
export function readResolver(root: Rooted): Promise<Fact<ResolverReport>> {
  return look('the node’s /etc/resolv.conf', async () =>
    resolverIn(await root.read('/etc/resolv.conf')),
  );
}

function resolverIn(text: string): ResolverReport {
  const lines = text.split('\n').map((line) => line.trim().split(/\s+/));
  const after = (keyword: string) =>
    lines.filter(([first]) => first === keyword).map(([, ...rest]) => rest);
  return {
    nameservers: after('nameserver').flatMap(([address = '']) => (isIP(address) ? [address] : [])),
    // The last of several counts (resolv.conf(5)).
    search: after('search').at(-1) ?? [],
    options: after('options').flat(),
  };
}

/** Names to addresses as programs on the node have them. */
export interface Names {
  /** @throws Error with a code such as ENOTFOUND, ESERVFAIL or ETIMEOUT */
  resolve(host: string): Promise<string[]>;
}

/** By the node's hosts file, then by the servers of its resolv.conf. */
export async function namesOf(root: Rooted, resolver: Fact<ResolverReport>): Promise<Names> {
  const own = await hostsFile(root);
  const servers =
    resolver.state === 'known' ? resolver.value.nameservers.slice(0, mostServers) : [];
  return {
    async resolve(host) {
      if (isIP(host) !== 0) return [host];
      const named = own.get(host.toLowerCase());
      if (named !== undefined) return named;
      // No resolver is asked for these (RFC 6761, 6.3).
      if (/(^|\.)localhost$/i.test(host)) return ['127.0.0.1'];
      return ask(host, servers);
    },
  };
}

async function ask(host: string, servers: readonly string[]): Promise<string[]> {
  const asked = new Resolver({ timeout: patience, tries: 1 });
  if (servers.length > 0) asked.setServers(servers);
  const [four, six] = await Promise.allSettled([asked.resolve4(host), asked.resolve6(host)]);
  const addresses = [four, six].flatMap((answer) =>
    answer.status === 'fulfilled' ? answer.value : [],
  );
  if (addresses.length > 0) return addresses;
  throw four.status === 'rejected' ? four.reason : new Error(`${host} has no address`);
}

async function hostsFile(root: Rooted): Promise<ReadonlyMap<string, string[]>> {
  const named = new Map<string, string[]>();
  const text = await root.read('/etc/hosts').catch(() => '');
  for (const line of text.split('\n')) {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (isIP(address) === 0) continue;
    for (const name of names) {
      const key = name.toLowerCase();
      named.set(key, [...(named.get(key) ?? []), address]);
    }
  }
  return named;
}
