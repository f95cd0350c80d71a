import { callEc2, listEc2, type QueryContext } from '../../aws/client/ec2-query.ts';
import { listResolverRuleAssociations, listResolverRules } from '../../aws/client/route53.ts';
import { textAt, type XmlElement } from '../../aws/client/xml.ts';
import { absent, type Fact, known, unseen } from '../../chain/fact.ts';
import {
  type NetworkFacts,
  type NetworkList,
  networkAt,
  networkListOf,
} from '../../chain/world.ts';
import type { ResolverRule, VpcDns } from '../../network/index.ts';
import { observe } from '../observe.ts';
import type { Access } from './accounts.ts';
import { addressesInUseOf } from './addresses-in-use.ts';
import { peeringsOf, transitGatewaysOf } from './between-vpcs.ts';
import { dhcpOptionsOf } from './dhcp-options.ts';
import { observeHostedZones } from './hosted-zones.ts';
import {
  endpointInterfacesOf,
  endpointOf,
  natGatewayOf,
  networkAclOf,
  routeTableOf,
  securityGroupOf,
  subnetOf,
  vpcOf,
} from './network-answers.ts';
import { noSuchApi } from './no-such-api.ts';
import { observePrefixLists } from './prefix-lists.ts';
import { exclusionsOf, publicAccessBlockOf } from './public-access.ts';

/** The account that owns a VPC: of shared subnets another than that of the instances. */
export async function observeVpc(
  access: Access,
  vpcId: string,
  region: string,
): Promise<Fact<string>> {
  const context = await contextOf(access, region);
  if (context.state !== 'known') return context;
  return look('vpc', vpcId, async () => {
    const [vpc] = await listEc2('DescribeVpcs', 'vpcSet', { 'VpcId.1': vpcId }, context.value);
    return vpc && textAt(vpc, 'ownerId');
  });
}

/** A VPC of an account. */
export interface VpcName {
  readonly ownerId: string;
  readonly vpcId: string;
  readonly region: string;
}

/** Looks at a VPC: every list that decides about a way through it, side by side, each as a fact of its own. */
export async function observeNetwork(access: Access, name: VpcName): Promise<Fact<NetworkFacts>> {
  const { vpcId, region } = name;
  const context = await contextOf(access, region);
  if (context.state !== 'known') return context;
  const { value } = context;
  const inVpc = { 'Filter.1.Name': 'vpc-id', 'Filter.1.Value.1': vpcId };
  const owned = ofOwner(access, name);
  const list = <Item>(
    name: NetworkList,
    action: string,
    set: string,
    itemOf: (item: XmlElement) => Item,
    parameters: Readonly<Record<string, string>> = inVpc,
  ) => look(name, vpcId, async () => (await listEc2(action, set, parameters, value)).map(itemOf));
  const [vpcs, dns, endpoints, ...rest] = await Promise.all([
    list('vpc', 'DescribeVpcs', 'vpcSet', vpcOf),
    look('dns', vpcId, () => dnsOf(vpcId, value)),
    look('endpoints', vpcId, () => listEc2('DescribeVpcEndpoints', 'vpcEndpointSet', inVpc, value)),
    list('subnets', 'DescribeSubnets', 'subnetSet', subnetOf),
    list('routeTables', 'DescribeRouteTables', 'routeTableSet', routeTableOf),
    list('networkAcls', 'DescribeNetworkAcls', 'networkAclSet', networkAclOf),
    list('securityGroups', 'DescribeSecurityGroups', 'securityGroupInfo', securityGroupOf),
    list('natGateways', 'DescribeNatGateways', 'natGatewaySet', natGatewayOf),
    observeHostedZones(access, vpcId, value),
    look('resolverRules', vpcId, () => resolverRulesOf(vpcId, value)),
    look('publicAccessBlock', vpcId, () => publicAccessBlockOf(value)),
  ]);
  const [subnets, routeTables, networkAcls, securityGroups, natGateways, ...last] = rest;
  const [hostedZones, resolverRules, publicAccessBlock] = last;
  const vpc = firstOf(vpcs);
  const [
    dhcpOptions,
    endpointInterfaces,
    addressesInUse,
    peerings,
    transitGateways,
    publicAccessExclusions,
    prefixLists,
  ] = await Promise.all([
    look('dhcpOptions', vpcId, () => dhcpOptionsOf(vpc, value)),
    look('endpointInterfaces', vpcId, () => interfacesOf(endpoints, inVpc, value)),
    look('addressesInUse', vpcId, () => addressesInUseOf(hostedZones, vpcId, value)),
    look('peerings', vpcId, () => peeringsOf(routeTables, vpcId, value)),
    look('transitGateways', vpcId, () => transitGatewaysOf(routeTables, vpcId, value)),
    look('publicAccessExclusions', vpcId, () =>
      exclusionsOf(publicAccessBlock, vpcId, subnets, value),
    ),
    observePrefixLists(vpcId, region, routeTables, securityGroups, value),
  ]);
  return known({
    vpcId,
    region,
    vpc,
    dns,
    dhcpOptions: vpc.state === 'unseen' ? vpc : dhcpOptions,
    subnets,
    routeTables,
    networkAcls,
    securityGroups,
    natGateways: owned('natGateways', natGateways),
    endpoints: owned(
      'endpoints',
      mapped(endpoints, (all) => all.map(endpointOf)),
    ),
    endpointInterfaces: owned('endpointInterfaces', endpointInterfaces),
    prefixLists,
    hostedZones: owned('hostedZones', hostedZones),
    addressesInUse: owned('addressesInUse', addressesInUse),
    resolverRules: owned('resolverRules', resolverRules),
    peerings: owned('peerings', peerings),
    transitGateways: owned('transitGateways', transitGateways),
    far: [],
    publicAccessBlock: owned('publicAccessBlock', publicAccessBlock),
    publicAccessExclusions: owned('publicAccessExclusions', publicAccessExclusions),
  });
}

/** What only the VPC's owner is told of (VPC User Guide, "Share your VPC"): to others its lists are empty, which says nothing. */
function ofOwner({ accountId }: Access, { ownerId, vpcId }: VpcName) {
  const isOther = accountId !== undefined && accountId !== ownerId;
  return <Value>(list: NetworkList, fact: Fact<Value>): Fact<Value> => {
    const { fact: what, permission } = networkListOf(list, vpcId);
    return isOther
      ? unseen(what, `${permission} in account ${ownerId}: name a profile for it with --profile`)
      : fact;
  };
}

/** Credentials are asked for once. */
function contextOf(access: Access, region: string): Promise<Fact<QueryContext>> {
  const at = networkAt('');
  const { environment } = access;
  return observe({ ...at, fact: 'the network of the node', absentOn: [] }, async () => ({
    region,
    environment,
    credentials: await access.credentials(),
  }));
}

function look<Value>(
  name: NetworkList,
  vpcId: string,
  ask: () => Promise<Value | undefined>,
): Promise<Fact<Value>> {
  return observe({ ...networkListOf(name, vpcId), absentOn: noSuchApi }, ask);
}

async function dnsOf(vpcId: string, context: QueryContext): Promise<VpcDns> {
  const attribute = async (name: string) => {
    const parameters = { VpcId: vpcId, Attribute: name };
    const answer = await callEc2('DescribeVpcAttribute', parameters, context);
    return textAt(answer, name, 'value') === 'true';
  };
  const [enableDnsSupport, enableDnsHostnames] = await Promise.all([
    attribute('enableDnsSupport'),
    attribute('enableDnsHostnames'),
  ]);
  return { enableDnsSupport, enableDnsHostnames };
}

/** Only where there are endpoints with interfaces. */
async function interfacesOf(
  endpoints: Fact<readonly XmlElement[]>,
  inVpc: Readonly<Record<string, string>>,
  context: QueryContext,
): Promise<NetworkFacts['endpointInterfaces'] extends Fact<infer Value> ? Value : never> {
  const all = endpoints.state === 'known' ? endpoints.value : [];
  if (!all.some((one) => textAt(one, 'vpcEndpointType') === 'Interface')) return [];
  const filter = {
    ...inVpc,
    'Filter.2.Name': 'interface-type',
    'Filter.2.Value.1': 'vpc_endpoint',
  };
  const found = await listEc2('DescribeNetworkInterfaces', 'networkInterfaceSet', filter, context);
  return endpointInterfacesOf(all, found);
}

async function resolverRulesOf(vpcId: string, context: QueryContext): Promise<ResolverRule[]> {
  const [ids, rules] = await Promise.all([
    listResolverRuleAssociations(vpcId, context),
    listResolverRules(context),
  ]);
  return ids.map((id) => {
    const rule = rules.find((one) => one.id === id);
    const ruleType =
      rule?.ruleType === 'SYSTEM' || rule?.ruleType === 'RECURSIVE' ? rule.ruleType : 'FORWARD';
    // A rule that is shared and not listed may be for any name.
    return { resolverRuleId: id, domainName: rule?.domainName ?? '', ruleType };
  });
}

function firstOf<Item>(list: Fact<readonly Item[]>): Fact<Item> {
  if (list.state !== 'known') return list;
  const [first] = list.value;
  return first === undefined ? absent : known(first);
}

function mapped<From, To>(fact: Fact<From>, to: (value: From) => To): Fact<To> {
  return fact.state === 'known' ? known(to(fact.value)) : fact;
}
