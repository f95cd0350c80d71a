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

/** Makes a role with a trust policy, and no other. */
export interface CreateRole extends AwsChangeFacts {
  readonly kind: 'create-role';
  readonly roleName: string;
  readonly document: PolicyText;
  readonly before?: undefined;
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

/** Lets an account take tokens of an issuer. */
export interface CreateOidcProvider extends AwsChangeFacts {
  readonly kind: 'create-oidc-provider';
  readonly url: string;
  readonly audience: string;
}

/** Lets an OIDC provider take tokens for one more audience. */
export interface AddOidcAudience extends AwsChangeFacts {
  readonly kind: 'add-oidc-audience';
  readonly providerArn: string;
  readonly audience: string;
}

export type IamChange =
  | AttachRolePolicy
  | PutRolePolicy
  | SetManagedPolicy
  | SetTrustPolicy
  | CreateRole
  | AddRoleToInstanceProfile
  | AssociateInstanceProfile
  | CreateOidcProvider
  | AddOidcAudience;
