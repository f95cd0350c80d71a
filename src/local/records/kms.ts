// KMS: keys, their grants, and the names of keys. Times are milliseconds since the epoch.

export interface GrantRecord {
  readonly id: string;
  readonly token: string;
  readonly name?: string;
  /** ARN of a principal, or the host name of a service. */
  readonly grantee: string;
  readonly retiring?: string;
  /** Such as `Decrypt`. */
  readonly operations: readonly string[];
  readonly encryptionContextEquals?: Readonly<Record<string, string>>;
  readonly encryptionContextSubset?: Readonly<Record<string, string>>;
  readonly issuingAccount: string;
  readonly createdAt: number;
}

/** Keyed by `account/region/id`. */
export interface KeyRecord {
  readonly accountId: string;
  readonly region: string;
  readonly id: string;
  readonly arn: string;
  readonly description: string;
  readonly manager: 'CUSTOMER' | 'AWS';
  readonly usage: string;
  readonly spec: string;
  readonly origin: string;
  readonly enabled: boolean;
  readonly rotates: boolean;
  /** When it is to be gone; absent unless its deletion is scheduled. */
  readonly deletionAt?: number;
  /** Text of the key policy. */
  readonly policy: string;
  readonly grants: readonly GrantRecord[];
  /** 256 bits in base64. */
  readonly material: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: number;
}

/** Keyed by `account/region/alias/name`. */
export interface KeyAliasRecord {
  readonly accountId: string;
  readonly region: string;
  /** With `alias/` in front. */
  readonly name: string;
  readonly keyId: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}
