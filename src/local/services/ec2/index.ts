import type { Operation, Service } from '../../core/service.ts';
import { loadModel } from '../../protocol/model.ts';
import { addressOperations } from './addresses.ts';
import { ruleListOperations } from './describe-rules.ts';
import { dhcpOptionsOperations } from './dhcp-options.ts';
import { endpointOperations } from './endpoints.ts';
import { invalidInput, unauthorized } from './errors.ts';
import { instanceOperations } from './instances.ts';
import { interfaceOperations } from './interfaces.ts';
import { internetGatewayOperations } from './internet-gateways.ts';
import { withinLimits } from './limits.ts';
import { endpointChangeOperations } from './modify-endpoint.ts';
import { natGatewayOperations } from './nat-gateways.ts';
import { networkAclOperations } from './network-acls.ts';
import { peeringOperations } from './peerings.ts';
import { placeOperations } from './places.ts';
import { prefixListOperations } from './prefix-list-operations.ts';
import { publicAccessOperations } from './public-access.ts';
import { routeTableOperations } from './route-tables.ts';
import { routeOperations } from './routes.ts';
import { securityGroupRuleOperations } from './security-group-rules.ts';
import { securityGroupOperations } from './security-groups.ts';
import { subnetBlockOperations } from './subnet-blocks.ts';
import { subnetOperations } from './subnets.ts';
import { tagOperations } from './tags.ts';
import { transitGatewayOperations } from './transit-gateways.ts';
import { vpcBlockOperations } from './vpc-blocks.ts';
import { vpcOperations } from './vpcs.ts';

const operations: Readonly<Record<string, Operation>> = {
  ...instanceOperations,
  ...interfaceOperations,
  ...vpcOperations,
  ...vpcBlockOperations,
  ...dhcpOptionsOperations,
  ...subnetOperations,
  ...subnetBlockOperations,
  ...internetGatewayOperations,
  ...natGatewayOperations,
  ...addressOperations,
  ...routeTableOperations,
  ...routeOperations,
  ...securityGroupOperations,
  ...securityGroupRuleOperations,
  ...ruleListOperations,
  ...networkAclOperations,
  ...endpointOperations,
  ...endpointChangeOperations,
  ...prefixListOperations,
  ...peeringOperations,
  ...transitGatewayOperations,
  ...publicAccessOperations,
  ...placeOperations,
  ...tagOperations,
};

/** EC2, 2016-11-15: networks, and as much of machines as tells what they are and where they stand in them. */
export const ec2: Service = {
  signingName: 'ec2',
  model: loadModel(new URL('./model.json', import.meta.url)),
  operations: Object.fromEntries(
    Object.entries(operations).map(([name, one]) => [name, withinLimits(one)]),
  ),
  invalid: invalidInput,
  denied: unauthorized,
};
