import type { HostedZone, Network, ZoneRecord } from './facts.ts';
import { itemsOf, type Missing, missingOf } from './seen.ts';

/** What stands between a name and the public DNS, in a VPC. */
export type Shadow =
  | { readonly kind: 'none' }
  /** A private hosted zone answers: with these addresses or names, or that there are none. */
  | { readonly kind: 'zone'; readonly zone: HostedZone; readonly values: readonly string[] }
  | { readonly kind: 'unseen'; readonly missing: readonly Missing[] };

/**
 * Looks for the rule or private hosted zone that answers for a name: the longest domain decides, and among equals a rule
 * that forwards (Route 53 Developer Guide, "How Resolver determines whether a query matches"). A zone that matches answers
 * also for names that it has no record of: no public server is asked (same guide, "Considerations when working with a
 * private hosted zone"). Zones answer only in a VPC with both DNS attributes on.
 */
export function zoneFor(network: Network, name: string): Shadow {
  const zones = hasHostNames(network) ? itemsOf(network.hostedZones) : [];
  const rules = itemsOf(network.resolverRules);
  if (zones === undefined || rules === undefined) {
    return { kind: 'unseen', missing: missingOf(network.hostedZones, network.resolverRules) };
  }
  const rule = longest(
    rules.filter(({ ruleType }) => ruleType !== 'RECURSIVE'),
    name,
    ({ domainName }) => domainName,
  );
  const zone = longest(zones, name, (one) => one.name);
  if (rule !== undefined && labels(rule.domainName) >= labels(zone?.name ?? '')) {
    if (rule.ruleType === 'FORWARD') {
      const fact = `what the DNS servers of Resolver rule ${rule.resolverRuleId} (${rule.domainName}) answer for ${name}`;
      return {
        kind: 'unseen',
        missing: [{ fact, permission: `nslookup ${name} on the node` }],
      };
    }
    if (labels(rule.domainName) > labels(zone?.name ?? '')) return { kind: 'none' };
  }
  if (zone === undefined) return { kind: 'none' };
  const records = itemsOf(zone.records);
  if (records === undefined) return { kind: 'unseen', missing: missingOf(zone.records) };
  return { kind: 'zone', zone, values: recordsFor(records, name).flatMap(({ values }) => values) };
}

function hasHostNames({ dns }: Network): boolean {
  return dns.state === 'known' && dns.value.enableDnsSupport && dns.value.enableDnsHostnames;
}

/** The network as it is where zones answer. */
export function withHostNames(network: Network): Network {
  const dns = {
    state: 'known',
    value: { enableDnsSupport: true, enableDnsHostnames: true },
  } as const;
  return { ...network, dns };
}

/** The records of a name: those of its own, else those of the closest wildcard (RFC 4592). */
function recordsFor(records: readonly ZoneRecord[], name: string): readonly ZoneRecord[] {
  const of = (wanted: string) =>
    records.filter(
      (one) => one.name === wanted && ['A', 'AAAA', 'CNAME'].includes(one.type.toUpperCase()),
    );
  if (records.some((one) => one.name === name)) return of(name);
  const parts = name.split('.');
  for (let at = 1; at < parts.length; at++) {
    const above = parts.slice(at).join('.');
    const wild = of(`*.${above}`);
    if (wild.length > 0) return wild;
    if (records.some((one) => one.name === above)) return [];
  }
  return [];
}

/** The endpoint that a name of its own stands for, such as `vpce-0abc-1a2b.api.ecr.….vpce.amazonaws.com`. */
export function endpointNamed(name: string): string | undefined {
  return /(?:^|\.)(vpce-[0-9a-z]+)-[0-9a-z-]+\..*vpce\.amazonaws\.com/.exec(name)?.[1];
}

function longest<Item>(
  items: readonly Item[],
  name: string,
  domainOf: (item: Item) => string,
): Item | undefined {
  return items
    .filter((item) => isBelow(name, domainOf(item)))
    .sort((a, b) => labels(domainOf(b)) - labels(domainOf(a)))[0];
}

function isBelow(name: string, domain: string): boolean {
  return domain === '' || name === domain || name.endsWith(`.${domain}`);
}

function labels(domain: string): number {
  return domain === '' ? 0 : domain.split('.').length;
}
