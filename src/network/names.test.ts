// Ways by names and families. Rules: VPC User Guide, "DNS attributes"; Route 53 Developer Guide, "Private hosted zones".
import type { HostedZone, ZoneRecord } from './facts.ts';
import { endpoints, routes, ways } from './testing/answer.ts';
import {
  absent,
  entry,
  known,
  node,
  openAcl,
  registry,
  subnet,
  unseen,
  withEndpoints,
  withNat,
} from './testing/private-vpc.ts';

const zone = (...records: readonly ZoneRecord[]): HostedZone => ({
  hostedZoneId: 'Z1',
  name: 'us-east-1.amazonaws.com',
  records: known(records),
  vpcIds: known(['vpc-1']),
});

ways('names and families', [
  [
    'no resolver',
    { ...withNat, dns: known({ enableDnsSupport: false, enableDnsHostnames: true }) },
    registry,
    'no resolver',
  ],
  [
    'DNS servers of its own',
    { ...withNat, dhcpOptions: known({ dhcpOptionsId: 'd', domainNameServers: ['10.0.0.53'] }) },
    registry,
    `name unseen: nslookup ${registry.name} on the node`,
  ],
  [
    "the VPC's resolver by its address",
    { ...withNat, dhcpOptions: known({ dhcpOptionsId: 'd', domainNameServers: ['10.0.0.2'] }) },
    registry,
    'reached via nat-1',
  ],
  [
    'a VPC without DHCP options of its own',
    { ...withNat, dhcpOptions: absent },
    registry,
    'reached via nat-1',
  ],
  [
    'a Resolver rule that forwards the name',
    {
      ...withNat,
      resolverRules: known([
        { resolverRuleId: 'rslvr-rr-1', domainName: 'amazonaws.com', ruleType: 'FORWARD' },
      ]),
    },
    registry,
    `name unseen: nslookup ${registry.name} on the node`,
  ],
  [
    'a Resolver rule for another name',
    {
      ...withNat,
      resolverRules: known([
        { resolverRuleId: 'rslvr-rr-1', domainName: 'corp.example', ruleType: 'FORWARD' },
      ]),
    },
    registry,
    'reached via nat-1',
  ],
  [
    'a hosted zone without the name: no public server is asked',
    { ...withNat, hostedZones: known([zone()]) },
    registry,
    'no record in Z1',
  ],
  [
    'a hosted zone in a VPC without host names: it does not answer',
    {
      ...withNat,
      dns: known({ enableDnsSupport: true, enableDnsHostnames: false }),
      hostedZones: known([zone()]),
    },
    registry,
    'reached via nat-1',
  ],
  [
    'a hosted zone of which the records were not seen',
    {
      ...withNat,
      hostedZones: known([{ ...zone(), records: unseen('route53:ListResourceRecordSets') }]),
    },
    registry,
    'name unseen: route53:ListResourceRecordSets',
  ],
  [
    'a hosted zone above another one that has the name',
    {
      ...withNat,
      hostedZones: known([
        zone(),
        {
          ...zone({ name: registry.name, type: 'A', values: ['10.0.2.99'] }),
          hostedZoneId: 'Z2',
          name: 'dkr.ecr.us-east-1.amazonaws.com',
        },
      ]),
    },
    registry,
    'nobody-there at vpc-1',
  ],
  [
    'a record with an address that an interface has, of which nothing else is known',
    {
      ...withNat,
      hostedZones: known([zone({ name: registry.name, type: 'A', values: ['10.0.2.99'] })]),
      addressesInUse: known(['10.0.2.99']),
    },
    registry,
    'unseen: a look from the node at what answers there',
  ],
  [
    'a record with an address, and the interfaces that were not seen',
    {
      ...withNat,
      hostedZones: known([zone({ name: registry.name, type: 'A', values: ['10.0.2.99'] })]),
      addressesInUse: unseen('ec2:DescribeNetworkInterfaces'),
    },
    registry,
    'unseen: ec2:DescribeNetworkInterfaces',
  ],
  [
    'a record with the address of an endpoint',
    {
      ...withEndpoints,
      endpoints: endpoints((one) => ({ ...one, privateDnsEnabled: false })),
      hostedZones: known([zone({ name: registry.name, type: 'A', values: ['10.0.2.21'] })]),
      addressesInUse: known(['10.0.2.21']),
    },
    registry,
    'reached via vpce-dkr',
  ],
  [
    'a record for another type only: the name has no address',
    {
      ...withNat,
      hostedZones: known([zone({ name: registry.name, type: 'TXT', values: ['text'] })]),
    },
    registry,
    'no record in Z1',
  ],
  [
    'a record that stands for a name that is not of the VPC',
    {
      ...withNat,
      hostedZones: known([zone({ name: registry.name, type: 'CNAME', values: ['proxy.corp'] })]),
    },
    registry,
    `name unseen: nslookup ${registry.name} on the node`,
  ],
  [
    'IPv6 only, to a host with IPv4 only',
    withNat,
    registry,
    'no-address-of-family at subnet-node',
    {
      subnetId: 'subnet-node',
      groupIds: ['sg-node'],
      ipv6Addresses: ['2a05::10'],
      ephemeralPorts: node.ephemeralPorts,
    },
  ],
  [
    'IPv6 only, with DNS64 and NAT64',
    {
      ...withNat,
      subnets: known([
        { ...subnet('subnet-node', '2a05::/64'), enableDns64: true },
        subnet('subnet-public', '10.0.3.0/24'),
      ]),
      routeTables: routes(['64:ff9b::/96', 'nat-1']),
      networkAcls: known([
        {
          networkAclId: 'acl-1',
          subnetIds: ['subnet-node', 'subnet-public'],
          entries: [
            ...openAcl,
            entry(101, true, 'allow', { cidrBlock: '::/0' }),
            entry(101, false, 'allow', { cidrBlock: '::/0' }),
          ],
        },
      ]),
    },
    registry,
    'reached via nat-1',
    {
      subnetId: 'subnet-node',
      groupIds: ['sg-node'],
      ipv6Addresses: ['2a05::10'],
      ephemeralPorts: node.ephemeralPorts,
    },
  ],
]);
