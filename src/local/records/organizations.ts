// AWS Organizations. Times are milliseconds since the epoch.

export type OrganizationPolicyType = 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';

/** Keyed by its id. */
export interface OrganizationRecord {
  readonly id: string;
  readonly managementAccountId: string;
  readonly featureSet: string;
  readonly rootId: string;
  readonly enabledPolicyTypes: readonly OrganizationPolicyType[];
}

/** Keyed by its id. */
export interface OrganizationalUnitRecord {
  readonly organizationId: string;
  readonly id: string;
  readonly name: string;
  /** Id of the root or of another unit. */
  readonly parentId: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** An account that is in an organization. Keyed by its id. */
export interface MemberAccountRecord {
  readonly organizationId: string;
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly parentId: string;
  readonly joinedMethod: 'CREATED' | 'INVITED';
  readonly joinedAt: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** Keyed by `organization/id`. */
export interface OrganizationPolicyRecord {
  readonly organizationId: string;
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly type: OrganizationPolicyType;
  readonly content: string;
  readonly isAwsManaged: boolean;
  /** Ids of the root, the units and the accounts that it is attached to. */
  readonly targets: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}
