import type { NetworkAclRecord, RouteTableRecord, SecurityGroupRecord } from '../../state.ts';
import type { Kind } from './kind.ts';
import { kind } from './kinds.ts';

/** Kinds that are tables of rules. */
export const routeTables: Kind<RouteTableRecord> = kind<RouteTableRecord>(
  ({ routeTables: all }) => all,
  'rtb',
  'route-table',
  'InvalidRouteTableID.NotFound',
  (id) => `The routeTable ID '${id}' does not exist`,
  {
    'route-table-id': ({ id }) => [id],
    'vpc-id': ({ vpcId }) => [vpcId],
    'association.main': ({ mainAssociationId }) => [mainAssociationId !== undefined],
    'association.route-table-association-id': ({ associations, mainAssociationId }) => [
      mainAssociationId,
      ...associations.map(({ id }) => id),
    ],
    'association.route-table-id': ({ id, associations, mainAssociationId }) =>
      associations.length > 0 || mainAssociationId !== undefined ? [id] : [],
    'association.subnet-id': ({ associations }) => associations.map(({ subnetId }) => subnetId),
    'association.gateway-id': ({ associations }) => associations.map(({ gatewayId }) => gatewayId),
    'route.destination-cidr-block': ({ routes }) =>
      routes.map(({ destination }) => destination).filter((text) => text.includes('.')),
    'route.destination-ipv6-cidr-block': ({ routes }) =>
      routes.map(({ destination }) => destination).filter((text) => text.includes(':')),
    'route.destination-prefix-list-id': ({ routes }) =>
      routes.map(({ destination }) => destination).filter((text) => text.startsWith('pl-')),
    'route.gateway-id': ({ routes }) =>
      routes.map(({ target }) => target).filter((text) => /^(igw-|vgw-|vpce-|local)/.test(text)),
    'route.nat-gateway-id': ({ routes }) =>
      routes.map(({ target }) => target).filter((text) => text.startsWith('nat-')),
    'route.transit-gateway-id': ({ routes }) =>
      routes.map(({ target }) => target).filter((text) => text.startsWith('tgw-')),
    'route.vpc-peering-connection-id': ({ routes }) =>
      routes.map(({ target }) => target).filter((text) => text.startsWith('pcx-')),
    'route.origin': ({ routes }) => routes.map(({ origin }) => origin),
  },
);

const ingress = ({ rules }: SecurityGroupRecord) => rules.filter(({ isEgress }) => !isEgress);
const egress = ({ rules }: SecurityGroupRecord) => rules.filter(({ isEgress }) => isEgress);

export const securityGroups: Kind<SecurityGroupRecord> = kind<SecurityGroupRecord>(
  ({ securityGroups: all }) => all,
  'sg',
  'security-group',
  'InvalidGroup.NotFound',
  (id) => `The security group '${id}' does not exist`,
  {
    'group-id': ({ id }) => [id],
    'group-name': ({ name }) => [name],
    'vpc-id': ({ vpcId }) => [vpcId],
    description: ({ description }) => [description],
    'ip-permission.cidr': (group) => ingress(group).map(({ cidrIpv4 }) => cidrIpv4),
    'ip-permission.ipv6-cidr': (group) => ingress(group).map(({ cidrIpv6 }) => cidrIpv6),
    'ip-permission.from-port': (group) => ingress(group).map(({ fromPort }) => fromPort),
    'ip-permission.to-port': (group) => ingress(group).map(({ toPort }) => toPort),
    'ip-permission.protocol': (group) => ingress(group).map(({ protocol }) => protocol),
    'ip-permission.group-id': (group) => ingress(group).map((rule) => rule.group?.groupId),
    'ip-permission.prefix-list-id': (group) =>
      ingress(group).map(({ prefixListId }) => prefixListId),
    'egress.ip-permission.cidr': (group) => egress(group).map(({ cidrIpv4 }) => cidrIpv4),
    'egress.ip-permission.ipv6-cidr': (group) => egress(group).map(({ cidrIpv6 }) => cidrIpv6),
    'egress.ip-permission.from-port': (group) => egress(group).map(({ fromPort }) => fromPort),
    'egress.ip-permission.to-port': (group) => egress(group).map(({ toPort }) => toPort),
    'egress.ip-permission.protocol': (group) => egress(group).map(({ protocol }) => protocol),
    'egress.ip-permission.group-id': (group) => egress(group).map((rule) => rule.group?.groupId),
    'egress.ip-permission.prefix-list-id': (group) =>
      egress(group).map(({ prefixListId }) => prefixListId),
  },
);

export const networkAcls: Kind<NetworkAclRecord> = kind<NetworkAclRecord>(
  ({ networkAcls: all }) => all,
  'acl',
  'network-acl',
  'InvalidNetworkAclID.NotFound',
  (id) => `The networkAcl ID '${id}' does not exist`,
  {
    'network-acl-id': ({ id }) => [id],
    'vpc-id': ({ vpcId }) => [vpcId],
    default: ({ isDefault }) => [isDefault],
    'association.association-id': ({ associations }) => associations.map(({ id }) => id),
    'association.network-acl-id': ({ id, associations }) => (associations.length > 0 ? [id] : []),
    'association.subnet-id': ({ associations }) => associations.map(({ subnetId }) => subnetId),
    'entry.cidr': ({ entries }) => entries.map(({ cidr }) => cidr),
    'entry.egress': ({ entries }) => entries.map(({ isEgress }) => isEgress),
    'entry.protocol': ({ entries }) => entries.map(({ protocol }) => protocol),
    'entry.rule-action': ({ entries }) => entries.map(({ action }) => action),
    'entry.rule-number': ({ entries }) => entries.map(({ number }) => number),
    'entry.port-range.from': ({ entries }) => entries.map(({ fromPort }) => fromPort),
    'entry.port-range.to': ({ entries }) => entries.map(({ toPort }) => toPort),
  },
);
