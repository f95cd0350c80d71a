import { known } from '../chain/fact.ts';
import type { ZoneRecordSet } from './records/dns.ts';
import type { VpcRecord } from './records/network.ts';
import type { State } from './state.ts';
import { allIn, findIn, type InVpc } from './vpc/lookups.ts';

/** The private hosted zones of a VPC as facts. */
export function hostedZoneFacts({ hostedZones }: State, vpcId: string) {
  return zonesOf({ hostedZones }, vpcId).map(({ id, name, records, vpcs }) => ({
    hostedZoneId: id,
    name,
    records: known(records.map(zoneRecordFacts)),
    vpcIds: known(vpcs.map((vpc) => vpc.id)),
  }));
}

/** What records of a VPC's zones name, addresses among them. */
export function addressesOf(state: State, vpcId: string): ReadonlySet<string> {
  const records = zonesOf(state, vpcId).flatMap((zone) => zone.records);
  return new Set(records.flatMap(({ values }) => values));
}

function zonesOf({ hostedZones }: Pick<State, 'hostedZones'>, vpcId: string) {
  return hostedZones
    .list()
    .map(({ document }) => document)
    .filter(({ vpcs }) => vpcs.some(({ id }) => id === vpcId));
}

function zoneRecordFacts({ name, type, ttl, values, alias }: ZoneRecordSet) {
  const common = { name, type, ...(ttl === undefined ? {} : { ttl }) };
  if (alias === undefined) return { ...common, values };
  return {
    ...common,
    values: [alias.name],
    alias: { hostedZoneId: alias.zoneId, evaluateTargetHealth: false },
  };
}

const ruleTypes = ['FORWARD', 'SYSTEM', 'RECURSIVE'] as const;

/** The Resolver rules of a VPC as facts. */
export function resolverRuleFacts({ resolverAssociations, resolverRules }: State, place: InVpc) {
  return allIn(resolverAssociations, place)
    .filter(({ vpcId }) => vpcId === place.vpcId)
    .flatMap(({ ruleId }) => findIn(resolverRules, place, ruleId) ?? [])
    .map(({ id, domainName, ruleType }) => ({
      resolverRuleId: id,
      domainName,
      ruleType: ruleTypes.find((type) => type === ruleType) ?? 'FORWARD',
    }));
}

const servers = 'domain-name-servers';
const resolver = 'AmazonProvidedDNS';

/** The DHCP options of a VPC, and another set that names the VPC's resolver where this one does not. */
export function dhcpFacts({ network }: State, { dhcpOptionsId, ...place }: VpcRecord) {
  const own = findIn(network.dhcpOptions, place, dhcpOptionsId)?.options[servers] ?? [];
  const other = own.includes(resolver)
    ? undefined
    : allIn(network.dhcpOptions, place).find(({ options }) => options[servers]?.[0] === resolver);
  return {
    dhcpOptionsId,
    domainNameServers: own,
    ...(other === undefined || own.length === 0 ? {} : { setWithResolver: other.id }),
  };
}
