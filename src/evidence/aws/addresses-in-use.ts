import { listEc2, type QueryContext } from '../../aws/client/ec2-query.ts';
import { itemsAt, textAt } from '../../aws/client/xml.ts';
import type { Fact } from '../../chain/fact.ts';
import type { HostedZone } from '../../network/index.ts';

/** EC2 takes 200 values of a filter. */
const mostValues = 200;

/** The addresses that records of hosted zones name, as far as interfaces of the VPC have them. Asks only where there are any. */
export async function addressesInUseOf(
  zones: Fact<readonly HostedZone[]>,
  vpcId: string,
  context: QueryContext,
): Promise<readonly string[]> {
  const named = [...new Set(zones.state === 'known' ? zones.value.flatMap(addressesOf) : [])];
  const [v4, v6] = [
    named.filter((one) => !one.includes(':')),
    named.filter((one) => one.includes(':')),
  ];
  const found = await Promise.all([
    ...pages(v4).map((page) => inUse('addresses.private-ip-address', page, vpcId, context)),
    ...pages(v6).map((page) => inUse('ipv6-addresses.ipv6-address', page, vpcId, context)),
  ]);
  return found.flat().filter((address) => named.includes(address));
}

function addressesOf({ records }: HostedZone): string[] {
  const all = records.state === 'known' ? records.value : [];
  return all
    .filter(({ type }) => type === 'A' || type === 'AAAA')
    .flatMap(({ values, alias }) => (alias === undefined ? values : []));
}

function pages(values: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(values.length / mostValues) }, (_, at) =>
    values.slice(at * mostValues, (at + 1) * mostValues),
  );
}

async function inUse(
  filter: string,
  values: readonly string[],
  vpcId: string,
  context: QueryContext,
): Promise<string[]> {
  const parameters = {
    'Filter.1.Name': 'vpc-id',
    'Filter.1.Value.1': vpcId,
    'Filter.2.Name': filter,
    ...Object.fromEntries(values.map((value, at) => [`Filter.2.Value.${at + 1}`, value])),
  };
  const found = await listEc2(
    'DescribeNetworkInterfaces',
    'networkInterfaceSet',
    parameters,
    context,
  );
  return found.flatMap((one) => [
    ...itemsAt(one, 'privateIpAddressesSet').flatMap((ip) => textAt(ip, 'privateIpAddress') ?? []),
    ...itemsAt(one, 'ipv6AddressesSet').flatMap((ip) => textAt(ip, 'ipv6Address') ?? []),
  ]);
}
