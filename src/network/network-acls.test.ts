// Ways by network ACLs. Rules: VPC User Guide, "Network ACL rules".
import { acl, routes, tcp, ways } from './testing/answer.ts';
import { entry, node, openAcl, registry, withEndpoints, withNat } from './testing/private-vpc.ts';

ways('network ACLs', [
  [
    'a NAT gateway whose subnet lets no answers in',
    {
      ...withNat,
      networkAcls: acl(
        'subnet-public',
        entry(1, true, 'allow'),
        entry(1, false, 'allow', tcp(443, 443)),
      ),
    },
    registry,
    'nat-gateway at nat-1 SUBNET_ACL_RESTRICTION',
  ],
  [
    'an ACL that lets nothing out',
    { ...withNat, networkAcls: acl('subnet-node', entry(100, false, 'allow')) },
    registry,
    'network-acl at acl-x SUBNET_ACL_RESTRICTION',
  ],
  [
    'an ACL that lets no answers in',
    {
      ...withNat,
      networkAcls: acl(
        'subnet-node',
        entry(100, true, 'allow'),
        entry(100, false, 'allow', tcp(443, 443)),
      ),
    },
    registry,
    'network-acl at acl-x SUBNET_ACL_RESTRICTION',
  ],
  [
    'an ACL that lets some answers in',
    {
      ...withNat,
      networkAcls: acl(
        'subnet-node',
        entry(100, true, 'allow'),
        entry(100, false, 'allow', tcp(1024, 40_000)),
      ),
    },
    registry,
    'unseen: a rule for all of them: what is drawn changes with every connection',
  ],
  [
    'an ACL whose Deny stands behind the Allow',
    { ...withNat, networkAcls: acl('subnet-node', ...openAcl, entry(200, true, 'deny')) },
    registry,
    'reached via nat-1',
  ],
  [
    "an ACL of the endpoint's subnet that lets answers out to other subnets only",
    {
      ...withEndpoints,
      networkAcls: acl(
        'subnet-endpoints',
        entry(1, false, 'allow'),
        entry(1, true, 'allow', { cidrBlock: '10.0.9.0/24' }),
      ),
    },
    registry,
    'network-acl at acl-x SUBNET_ACL_RESTRICTION',
  ],
  [
    'an ACL between a node and an endpoint of one subnet, which no packet meets',
    { ...withEndpoints, networkAcls: acl('subnet-endpoints') },
    registry,
    'reached via vpce-dkr',
    { ...node, subnetId: 'subnet-endpoints', privateIp: '10.0.2.77' },
  ],
  [
    'IPv6 only, to a dual-stack host through an egress-only gateway',
    {
      ...withNat,
      routeTables: routes(['::/0', 'eigw-1']),
      networkAcls: acl(
        'subnet-node',
        ...openAcl,
        entry(101, true, 'allow', { cidrBlock: '::/0' }),
        entry(101, false, 'allow', { cidrBlock: '::/0' }),
      ),
    },
    { ...registry, name: '111122223333.dkr-ecr.us-east-1.on.aws', dualStack: true },
    'reached via eigw-1',
    {
      subnetId: 'subnet-node',
      groupIds: ['sg-node'],
      ipv6Addresses: ['2a05::10'],
      ephemeralPorts: node.ephemeralPorts,
    },
  ],
]);
