// What Organizations remembers. Times are milliseconds since the epoch.

export type OrganizationPolicyType = 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';

/** Keyed by its id, such as `o-a1b2c3d4e5`. */
export interface OrganizationRecord {
  readonly id: string;
  readonly managementAccount: string;
  readonly rootId: string;
  /** Types of policies that are in force. */
  readonly policyTypes: readonly OrganizationPolicyType[];
  readonly createdAt: number;
}

/** A unit or an account. Keyed by its id: an account is in one organization. */
export interface OrganizationMemberRecord {
  readonly id: string;
  readonly kind: 'unit' | 'account';
  readonly organization: string;
  /** Id of the root or unit that it is in. */
  readonly parent: string;
  readonly name: string;
  /** Of an account that was made with one. */
  readonly email?: string;
  readonly joinedAt: number;
}

/** A policy of an organization's own. AWS's are attached everywhere and kept nowhere. Keyed by its id. */
export interface OrganizationPolicyRecord {
  readonly id: string;
  readonly organization: string;
  readonly type: OrganizationPolicyType;
  readonly name: string;
  readonly description: string;
  readonly content: string;
  /** Ids of roots, units and accounts. */
  readonly targets: readonly string[];
}

/** A target that AWS's `FullAWSAccess` was detached from. Keyed by the target's id. */
export interface WithoutFullAccessRecord {
  readonly target: string;
}
