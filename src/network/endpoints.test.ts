// Ways by endpoints. Rules: AWS PrivateLink guide, "Access AWS services" and "Gateway endpoints".
import { endpoints, routes, ways } from './testing/answer.ts';
import {
  api,
  endpoint,
  known,
  layers,
  registry,
  s3List,
  table,
  unseen,
  withEndpoints,
  withNat,
} from './testing/private-vpc.ts';

ways('endpoints', [
  ['endpoints', withEndpoints, registry, 'reached via vpce-dkr'],
  ['endpoints, for the token', withEndpoints, api, 'reached via vpce-api'],
  ['a gateway endpoint, for layers', withEndpoints, layers, 'reached via vpce-s3'],
  [
    'an endpoint that is pending, without another way',
    { ...withEndpoints, endpoints: endpoints((one) => ({ ...one, state: 'pendingAcceptance' })) },
    registry,
    'no-route at rtb-node NO_ROUTE_TO_DESTINATION',
  ],
  [
    'an endpoint without private DNS, beside a NAT gateway',
    {
      ...withNat,
      endpoints: known([endpoint('vpce-dkr', 'ecr.dkr', { privateDnsEnabled: false })]),
    },
    registry,
    'reached via nat-1',
  ],
  [
    'an endpoint without private DNS, and no other way',
    { ...withEndpoints, endpoints: endpoints((one) => ({ ...one, privateDnsEnabled: false })) },
    registry,
    'no-route at rtb-node NO_ROUTE_TO_DESTINATION',
  ],
  [
    'no host names in the VPC, which private DNS needs',
    { ...withEndpoints, dns: known({ enableDnsSupport: true, enableDnsHostnames: false }) },
    registry,
    'no-route at rtb-node NO_ROUTE_TO_DESTINATION',
  ],
  [
    'endpoints of another Region',
    {
      ...withEndpoints,
      endpoints: endpoints((one) => ({
        ...one,
        serviceName: one.serviceName.replace('us-east-1', 'eu-west-2'),
      })),
    },
    registry,
    'no-route at rtb-node NO_ROUTE_TO_DESTINATION',
  ],
  [
    'a gateway endpoint that is not in the route table',
    { ...withEndpoints, routeTables: known([table('rtb-node', ['subnet-node'])]) },
    layers,
    'no-route at rtb-node NO_ROUTE_TO_DESTINATION',
  ],
  [
    'a gateway endpoint, the entries of its prefix list unseen',
    { ...withEndpoints, prefixLists: unseen('ec2:GetManagedPrefixListEntries') },
    layers,
    'reached via vpce-s3',
  ],
  [
    'a hosted zone that stands for an endpoint',
    {
      ...withEndpoints,
      endpoints: endpoints((one) => ({ ...one, privateDnsEnabled: false })),
      hostedZones: known([
        {
          hostedZoneId: 'Z1',
          vpcIds: known(['vpc-1']),
          name: 'dkr.ecr.us-east-1.amazonaws.com',
          records: known([
            {
              name: '*.dkr.ecr.us-east-1.amazonaws.com',
              type: 'A',
              values: ['vpce-dkr-1a2b3c.dkr.ecr.us-east-1.vpce.amazonaws.com'],
            },
          ]),
        },
      ]),
    },
    registry,
    'reached via vpce-dkr',
  ],
  [
    'an endpoint in no subnet',
    { ...withEndpoints, endpoints: endpoints((one) => ({ ...one, subnetIds: [] })) },
    registry,
    'no address of vpce-dkr',
  ],
  [
    'a gateway endpoint for S3 beside an internet gateway, for the registry',
    {
      ...withEndpoints,
      endpoints: endpoints((one) => (one.vpcEndpointType === 'Gateway' ? one : undefined)),
      routeTables: routes(['0.0.0.0/0', 'nat-1'], [s3List, 'vpce-s3']),
      natGateways: withNat.natGateways,
    },
    registry,
    'reached via nat-1',
  ],
  [
    "the same, the prefix lists' names and entries unseen",
    {
      ...withEndpoints,
      endpoints: endpoints((one) => (one.vpcEndpointType === 'Gateway' ? one : undefined)),
      routeTables: routes(['0.0.0.0/0', 'nat-1'], [s3List, 'vpce-s3']),
      natGateways: withNat.natGateways,
      prefixLists: unseen('ec2:DescribeManagedPrefixLists'),
    },
    registry,
    'reached via nat-1',
  ],
]);
