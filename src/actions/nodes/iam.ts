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

type Tags = Readonly<Record<string, string>>;

export interface CreateRole extends AwsChangeFacts {
  readonly kind: 'create-role';
  readonly roleName: string;
  readonly description: string;
  readonly trust: PolicyText;
  readonly tags: Tags;
}

export interface DeleteRole extends AwsChangeFacts {
  readonly kind: 'delete-role';
  readonly roleName: string;
}

export interface TagRole extends AwsChangeFacts {
  readonly kind: 'tag-role';
  readonly roleName: string;
  readonly tags: Tags;
}

export interface DeleteRolePolicy extends AwsChangeFacts {
  readonly kind: 'delete-role-policy';
  readonly roleName: string;
  readonly policyName: string;
}

export interface DetachRolePolicy extends AwsChangeFacts {
  readonly kind: 'detach-role-policy';
  readonly roleName: string;
  readonly policyArn: string;
}

export interface CreateInstanceProfile extends AwsChangeFacts {
  readonly kind: 'create-instance-profile';
  readonly profileName: string;
  readonly tags: Tags;
}

export interface DeleteInstanceProfile extends AwsChangeFacts {
  readonly kind: 'delete-instance-profile';
  readonly profileName: string;
}

export interface RemoveRoleFromInstanceProfile extends AwsChangeFacts {
  readonly kind: 'remove-role-from-instance-profile';
  readonly profileName: string;
  readonly roleName: string;
}

/** Lets an account take tokens of an issuer. */
export interface CreateOidcProvider extends AwsChangeFacts {
  readonly kind: 'create-oidc-provider';
  readonly url: string;
  readonly audience: string;
  readonly tags?: Tags;
}

/** Lets an OIDC provider take tokens for one more audience. */
export interface AddOidcAudience extends AwsChangeFacts {
  readonly kind: 'add-oidc-audience';
  readonly providerArn: string;
  readonly audience: string;
}

export interface DeleteOidcProvider extends AwsChangeFacts {
  readonly kind: 'delete-oidc-provider';
  readonly providerArn: string;
}

export type IamChange =
  | DeleteRole
  | TagRole
  | DeleteRolePolicy
  | DetachRolePolicy
  | CreateInstanceProfile
  | DeleteInstanceProfile
  | RemoveRoleFromInstanceProfile
  | DeleteOidcProvider
  | AttachRolePolicy
  | PutRolePolicy
  | SetManagedPolicy
  | SetTrustPolicy
  | CreateRole
  | AddRoleToInstanceProfile
  | AssociateInstanceProfile
  | CreateServiceLinkedRole
  | CreateOidcProvider
  | AddOidcAudience;
