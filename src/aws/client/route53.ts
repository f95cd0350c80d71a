import { callService } from './call.ts';
import type { QueryContext } from './ec2-query.ts';
import { endpointOf } from './endpoint.ts';
import { itemsAt, parseXml, textAt, type XmlElement } from './xml.ts';

const plain = { fips: false, dualStack: false };
const mostPages = 50;

/** A private hosted zone that is associated with a VPC. */
export interface ZoneSummary {
  readonly id: string;
  readonly name: string;
  /** The owner: an account, or a service of AWS such as `vpce.amazonaws.com`. */
  readonly owner: string;
}

/** The private hosted zones associated with a VPC (Route 53 API Reference, ListHostedZonesByVPC). */
export async function listHostedZonesByVpc(
  vpcId: string,
  context: QueryContext,
): Promise<ZoneSummary[]> {
  const zones: ZoneSummary[] = [];
  let next: Record<string, string> = {};
  for (let page = 0; page < mostPages; page++) {
    const query = { ...next, vpcid: vpcId, vpcregion: context.region };
    const answer = await getRoute53('/2013-04-01/hostedzonesbyvpc', query, context);
    zones.push(...itemsAt(answer, 'HostedZoneSummaries').map(zoneOf));
    const token = textAt(answer, 'NextToken');
    if (token === undefined) return zones;
    next = { nexttoken: token };
  }
  throw new RangeError(`a VPC has more than ${mostPages} pages of hosted zones`);
}

function zoneOf(summary: XmlElement): ZoneSummary {
  return {
    id: textAt(summary, 'HostedZoneId') ?? '',
    name: withoutDot(textAt(summary, 'Name')),
    owner:
      textAt(summary, 'Owner', 'OwningAccount') ?? textAt(summary, 'Owner', 'OwningService') ?? '',
  };
}

/** Ids of the VPCs that a private hosted zone is associated with (Route 53 API Reference, GetHostedZone). */
export async function getHostedZoneVpcs(zoneId: string, context: QueryContext): Promise<string[]> {
  const path = `/2013-04-01/hostedzone/${encodeURIComponent(zoneId)}`;
  const answer = await getRoute53(path, {}, context);
  return itemsAt(answer, 'VPCs').flatMap((vpc) => textAt(vpc, 'VPCId') ?? []);
}

export interface RecordSet {
  readonly name: string;
  readonly type: string;
  readonly values: readonly string[];
  readonly ttl?: number;
  readonly alias?: { readonly hostedZoneId: string; readonly evaluateTargetHealth: boolean };
  readonly setIdentifier?: string;
}

/** The records of a hosted zone (Route 53 API Reference, ListResourceRecordSets). */
export async function listResourceRecordSets(
  zoneId: string,
  context: QueryContext,
): Promise<RecordSet[]> {
  const records: RecordSet[] = [];
  let next: Record<string, string> = {};
  for (let page = 0; page < mostPages; page++) {
    const path = `/2013-04-01/hostedzone/${encodeURIComponent(zoneId)}/rrset`;
    const answer = await getRoute53(path, next, context);
    records.push(...itemsAt(answer, 'ResourceRecordSets').map(recordOf));
    if (textAt(answer, 'IsTruncated') !== 'true') return records;
    const [name, type] = [textAt(answer, 'NextRecordName'), textAt(answer, 'NextRecordType')];
    next = { name: name ?? '', type: type ?? '' };
  }
  throw new RangeError(`zone ${zoneId} has more than ${mostPages} pages of records`);
}

function recordOf(record: XmlElement): RecordSet {
  const alias = textAt(record, 'AliasTarget', 'DNSName');
  const values = itemsAt(record, 'ResourceRecords').flatMap((one) => textAt(one, 'Value') ?? []);
  const [ttl, setIdentifier] = [textAt(record, 'TTL'), textAt(record, 'SetIdentifier')];
  return {
    name: withoutDot(textAt(record, 'Name')).replace('\\052', '*'),
    type: textAt(record, 'Type') ?? '',
    values: (alias === undefined ? values : [alias]).map(withoutDot),
    ...(ttl === undefined ? {} : { ttl: Number(ttl) }),
    ...(alias === undefined
      ? {}
      : {
          alias: {
            hostedZoneId: textAt(record, 'AliasTarget', 'HostedZoneId') ?? '',
            evaluateTargetHealth: textAt(record, 'AliasTarget', 'EvaluateTargetHealth') === 'true',
          },
        }),
    ...(setIdentifier === undefined ? {} : { setIdentifier }),
  };
}

function withoutDot(name = ''): string {
  return name.replace(/\.$/, '');
}

async function getRoute53(
  path: string,
  query: Readonly<Record<string, string>>,
  { region, credentials, environment }: QueryContext,
): Promise<XmlElement> {
  const endpoint = new URL(path, endpointOf('route53', region, plain, environment));
  // Sorted and encoded as for the signature.
  endpoint.search = Object.entries(query)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map((pair) => pair.map(encodeURIComponent).join('='))
    .join('&');
  const { body } = await callService({
    service: 'route53',
    region: signingRegionOf(region),
    endpoint,
    method: 'GET',
    contentType: 'application/xml',
    body: '',
    environment,
    signal: AbortSignal.timeout(30_000),
    credentials,
  });
  return parseXml(body);
}

/** Route 53 is in one Region of each partition. */
function signingRegionOf(region: string): string {
  if (region.startsWith('cn-')) return 'cn-northwest-1';
  return region.startsWith('us-gov-') ? 'us-gov-west-1' : 'us-east-1';
}

export interface ResolverRuleDescription {
  readonly id: string;
  readonly domainName: string;
  readonly ruleType: string;
}

/** The Resolver rules that are associated with a VPC (Resolver API Reference, ListResolverRuleAssociations, ListResolverRules). */
export async function listResolverRuleAssociations(
  vpcId: string,
  context: QueryContext,
): Promise<string[]> {
  const filter = { Filters: [{ Name: 'VPCId', Values: [vpcId] }] };
  const found = await listResolver('ListResolverRuleAssociations', filter, context);
  return found.flatMap(({ ResolverRuleId: id }) => (typeof id === 'string' ? [id] : []));
}

export async function listResolverRules(context: QueryContext): Promise<ResolverRuleDescription[]> {
  const found = await listResolver('ListResolverRules', {}, context);
  return found.map(({ Id, DomainName, RuleType }) => ({
    id: String(Id),
    domainName: withoutDot(String(DomainName)),
    ruleType: String(RuleType),
  }));
}

type Member = Readonly<Record<string, unknown>>;

async function listResolver(
  operation: 'ListResolverRules' | 'ListResolverRuleAssociations',
  input: object,
  { region, credentials, environment }: QueryContext,
): Promise<Member[]> {
  const members: Member[] = [];
  let next: object = {};
  for (let page = 0; page < mostPages; page++) {
    const { body } = await callService({
      service: 'route53resolver',
      region,
      endpoint: endpointOf('route53resolver', region, plain, environment),
      contentType: 'application/x-amz-json-1.1',
      target: `Route53Resolver.${operation}`,
      body: JSON.stringify({ ...input, ...next, MaxResults: 100 }),
      environment,
      signal: AbortSignal.timeout(30_000),
      credentials,
    });
    const answer = JSON.parse(body) as Record<string, unknown>;
    const list = answer[operation.replace(/^List/, '')];
    if (Array.isArray(list)) members.push(...(list as Member[]));
    if (typeof answer.NextToken !== 'string' || answer.NextToken === '') return members;
    next = { NextToken: answer.NextToken };
  }
  throw new RangeError(`${operation} has more than ${mostPages} pages`);
}
