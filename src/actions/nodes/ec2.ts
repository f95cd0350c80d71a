import type { AwsChangeFacts, PolicyText } from './base.ts';

interface InVpc extends AwsChangeFacts {
  readonly region: string;
}

export interface CreateVpcEndpoint extends InVpc {
  readonly kind: 'create-vpc-endpoint';
  readonly vpcId: string;
  /** Such as `com.amazonaws.eu-west-1.ecr.api`. */
  readonly serviceName: string;
  /** An interface endpoint has private DNS, so that the service's own names resolve to it. */
  readonly where:
    | {
        readonly type: 'Interface';
        readonly subnetIds: readonly string[];
        readonly groupIds: readonly string[];
      }
    | { readonly type: 'Gateway'; readonly routeTableIds: readonly string[] };
}

/** Adds to an existing endpoint. */
export interface ModifyVpcEndpoint extends InVpc {
  readonly kind: 'modify-vpc-endpoint';
  readonly vpcEndpointId: string;
  readonly add:
    | { readonly routeTableIds: readonly string[] }
    | { readonly subnetIds: readonly string[] }
    | { readonly privateDns: true };
}

export interface SetVpcEndpointPolicy extends InVpc {
  readonly kind: 'set-vpc-endpoint-policy';
  readonly vpcEndpointId: string;
  readonly document: PolicyText;
  readonly before: PolicyText;
}

/** Changes the target of a route. */
export interface ReplaceRoute extends InVpc {
  readonly kind: 'replace-route';
  readonly routeTableId: string;
  /** An IPv4 CIDR block. */
  readonly destination: string;
  readonly natGatewayId: string;
}

/** Adds a route to another VPC. */
export interface CreateRoute extends InVpc {
  readonly kind: 'create-route';
  readonly routeTableId: string;
  /** An IPv4 CIDR block. */
  readonly destination: string;
  readonly target: { readonly peeringId: string } | { readonly transitGatewayId: string };
}

export interface DeleteRoute extends InVpc {
  readonly kind: 'delete-route';
  readonly routeTableId: string;
  /** An IPv4 CIDR block. */
  readonly destination: string;
}

/** Allows TCP to one port. */
export interface AuthorizeSecurityGroup extends InVpc {
  readonly kind: 'authorize-security-group';
  readonly direction: 'ingress' | 'egress';
  readonly groupId: string;
  readonly port: number;
  readonly peer:
    | { readonly groupId: string }
    | { readonly cidrBlock: string }
    | { readonly prefixListId: string };
}

/** Allows TCP, with a lower number than the entry that denied it. */
export interface CreateNetworkAclEntry extends InVpc {
  readonly kind: 'create-network-acl-entry';
  readonly networkAclId: string;
  readonly ruleNumber: number;
  readonly egress: boolean;
  /** An IPv4 CIDR block. */
  readonly cidrBlock: string;
  readonly ports: readonly [from: number, to: number];
}

export interface ModifyVpcAttribute extends InVpc {
  readonly kind: 'modify-vpc-attribute';
  readonly vpcId: string;
  readonly attribute: 'EnableDnsSupport' | 'EnableDnsHostnames';
}

/** Gives a VPC another set of DHCP options. */
export interface AssociateDhcpOptions extends InVpc {
  readonly kind: 'associate-dhcp-options';
  readonly vpcId: string;
  readonly dhcpOptionsId: string;
}

/** Switches the instance metadata service on. */
export interface EnableInstanceMetadata extends InVpc {
  readonly kind: 'enable-instance-metadata';
  readonly instanceId: string;
}

/** Switches the instance metadata service on, with a hop limit of 2: pods reach it too. */
export interface LetPodsReachMetadata extends InVpc {
  readonly kind: 'let-pods-reach-metadata';
  readonly instanceId: string;
}

export type Ec2Change =
  | CreateVpcEndpoint
  | ModifyVpcEndpoint
  | SetVpcEndpointPolicy
  | ReplaceRoute
  | CreateRoute
  | DeleteRoute
  | AuthorizeSecurityGroup
  | CreateNetworkAclEntry
  | ModifyVpcAttribute
  | AssociateDhcpOptions
  | EnableInstanceMetadata
  | LetPodsReachMetadata;
