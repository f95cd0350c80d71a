import { listEc2, type QueryContext } from '../../aws/client/ec2-query.ts';
import { textAt, type XmlElement } from '../../aws/client/xml.ts';
import type { Fact } from '../../chain/fact.ts';
import type { DhcpOptions, Vpc } from '../../network/index.ts';

const resolver = 'AmazonProvidedDNS';

/**
 * The DHCP options of a VPC; it may be without a set, whose id is `default` then. Where they name servers of one's own,
 * another set of the account that names the VPC's resolver is looked for.
 */
export async function dhcpOptionsOf(
  vpc: Fact<Vpc>,
  context: QueryContext,
): Promise<DhcpOptions | undefined> {
  const dhcpOptionsId = vpc.state === 'known' ? vpc.value.dhcpOptionsId : undefined;
  if (dhcpOptionsId === undefined) return undefined;
  if (dhcpOptionsId === 'default') return { dhcpOptionsId, domainNameServers: [] };
  const [options] = await sets({ 'DhcpOptionsId.1': dhcpOptionsId }, context);
  if (options === undefined) return undefined;
  const domainNameServers = serversOf(options);
  const own = { dhcpOptionsId, domainNameServers };
  if (domainNameServers.length === 0 || domainNameServers.includes(resolver)) return own;
  const others = await sets({}, context);
  const other = others.find((one) => serversOf(one)[0] === resolver);
  const id = other && textAt(other, 'dhcpOptionsId');
  return id === undefined ? own : { ...own, setWithResolver: id };
}

function sets(
  parameters: Readonly<Record<string, string>>,
  context: QueryContext,
): Promise<XmlElement[]> {
  return listEc2('DescribeDhcpOptions', 'dhcpOptionsSet', parameters, context);
}

function serversOf(options: XmlElement): string[] {
  const configured = options.children.find(({ name }) => name === 'dhcpConfigurationSet');
  return (configured?.children ?? [])
    .filter((one) => textAt(one, 'key') === 'domain-name-servers')
    .flatMap(({ children }) => children.find(({ name }) => name === 'valueSet')?.children ?? [])
    .flatMap((one) => (textAt(one, 'value') ?? '').split(',').map((server) => server.trim()))
    .filter((server) => server !== '');
}
