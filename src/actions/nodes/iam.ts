import type { AwsChangeFacts, PolicyText } from './base.ts';

export interface AttachRolePolicy extends AwsChangeFacts {
  readonly kind: 'attach-role-policy';
  readonly roleName: string;
  readonly policyArn: string;
}

/** Creates an inline policy, or replaces `before`. */
export interface PutRolePolicy extends AwsChangeFacts {
  readonly kind: 'put-role-policy';
  readonly roleName: string;
  readonly policyName: string;
  readonly document: PolicyText;
  readonly before?: PolicyText;
}

/** Makes a new default version of a customer-managed policy. */
export interface SetManagedPolicy extends AwsChangeFacts {
  readonly kind: 'set-managed-policy';
  readonly policyArn: string;
  readonly document: PolicyText;
  readonly before: PolicyText;
}

export interface SetTrustPolicy extends AwsChangeFacts {
  readonly kind: 'set-trust-policy';
  readonly roleName: string;
  readonly document: PolicyText;
  readonly before: PolicyText;
}

export interface AddRoleToInstanceProfile extends AwsChangeFacts {
  readonly kind: 'add-role-to-instance-profile';
  readonly profileName: string;
  readonly roleName: string;
}

export interface AssociateInstanceProfile extends AwsChangeFacts {
  readonly kind: 'associate-instance-profile';
  readonly instanceId: string;
  readonly profileArn: string;
}

/** Makes the role of a service in an account, if it is gone. */
export interface CreateServiceLinkedRole extends AwsChangeFacts {
  readonly kind: 'create-service-linked-role';
  /** The service principal, such as `pullthroughcache.ecr.amazonaws.com`. */
  readonly service: string;
}

export type IamChange =
  | AttachRolePolicy
  | PutRolePolicy
  | SetManagedPolicy
  | SetTrustPolicy
  | AddRoleToInstanceProfile
  | AssociateInstanceProfile
  | CreateServiceLinkedRole;
