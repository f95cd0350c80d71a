import { count, fact, flag, list, object, oneOf, type Shape, text } from './shape.ts';

const texts = list(text);
const ports = object({ from: count, to: count });
const route = object({ destination: text, target: text, state: oneOf('active', 'blackhole') });
const routeTable = object({
  routeTableId: text,
  vpcId: text,
  main: flag,
  subnetIds: texts,
  routes: list(route),
});
const aclEntry = object(
  {
    ruleNumber: count,
    egress: flag,
    ruleAction: oneOf('allow', 'deny'),
    protocol: text,
    cidrBlock: text,
  },
  { portRange: ports },
);
const permission = object(
  { ipProtocol: text, cidrBlocks: texts, groupIds: texts, prefixListIds: texts },
  { fromPort: count, toPort: count },
);
const natGateway = object(
  { natGatewayId: text, state: text, connectivityType: oneOf('public', 'private') },
  { subnetId: text, privateIp: text, publicIp: text, failureCode: text },
);
const endpoint = object({
  vpcEndpointId: text,
  vpcEndpointType: text,
  serviceName: text,
  state: text,
  policyDocument: text,
  routeTableIds: texts,
  subnetIds: texts,
  groupIds: texts,
  privateDnsEnabled: flag,
  privateDnsOnlyForInboundResolverEndpoint: flag,
  ipAddressType: text,
});
const zoneRecord = object(
  { name: text, type: text, values: texts },
  {
    ttl: count,
    alias: object({ hostedZoneId: text, evaluateTargetHealth: flag }),
    setIdentifier: text,
  },
);

const shape: Shape = object({
  vpcId: text,
  region: text,
  vpc: fact(object({ vpcId: text, cidrBlocks: texts }, { dhcpOptionsId: text })),
  dns: fact(object({ enableDnsSupport: flag, enableDnsHostnames: flag })),
  dhcpOptions: fact(
    object({ dhcpOptionsId: text, domainNameServers: texts }, { setWithResolver: text }),
  ),
  subnets: fact(
    list(
      object({
        subnetId: text,
        vpcId: text,
        availabilityZone: text,
        cidrBlocks: texts,
        enableDns64: flag,
      }),
    ),
  ),
  routeTables: fact(list(routeTable)),
  networkAcls: fact(
    list(object({ networkAclId: text, subnetIds: texts, entries: list(aclEntry) })),
  ),
  securityGroups: fact(
    list(
      object({
        groupId: text,
        groupName: text,
        ipPermissions: list(permission),
        ipPermissionsEgress: list(permission),
      }),
    ),
  ),
  natGateways: fact(list(natGateway)),
  endpoints: fact(list(endpoint)),
  endpointInterfaces: fact(list(object({ vpcEndpointId: text, subnetId: text, addresses: texts }))),
  prefixLists: fact(
    list(object({ prefixListId: text, prefixListName: text, cidrBlocks: fact(texts) })),
  ),
  hostedZones: fact(
    list(
      object({
        hostedZoneId: text,
        name: text,
        records: fact(list(zoneRecord)),
        vpcIds: fact(texts),
      }),
    ),
  ),
  addressesInUse: fact(texts),
  resolverRules: fact(
    list(
      object({
        resolverRuleId: text,
        domainName: text,
        ruleType: oneOf('FORWARD', 'SYSTEM', 'RECURSIVE'),
      }),
    ),
  ),
  publicAccessBlock: fact(text),
  peerings: fact(
    list(
      object({
        peeringId: text,
        status: text,
        peerVpcId: text,
        peerAccountId: text,
        peerRegion: text,
        peerCidrBlocks: texts,
      }),
    ),
  ),
  transitGateways: fact(
    list(
      object({
        attachmentId: text,
        transitGatewayId: text,
        state: text,
        subnetIds: texts,
        routes: fact(
          list(
            object({
              destination: text,
              state: oneOf('active', 'blackhole'),
              resourceType: text,
              resourceId: text,
            }),
          ),
        ),
      }),
    ),
  ),
  far: list(networkShape),
  publicAccessExclusions: fact(
    list(
      object({
        exclusionId: text,
        resourceId: text,
        mode: oneOf('allow-bidirectional', 'allow-egress'),
      }),
    ),
  ),
});

/** The structure of the facts of a VPC, which holds those of VPCs that it leads to. */
export function networkShape(value: unknown, path: string): string | undefined {
  return shape(value, path);
}

/** The structure of the facts of a network interface. */
export const interfaceShape: Shape = object(
  { vpcId: text, region: text, subnetId: text, groupIds: texts, ipv6Addresses: texts },
  {
    privateIp: text,
    publicIp: text,
    metadata: object({ endpoint: text, tokens: text, hopLimit: count }),
  },
);
