// What KMS remembers. Times are milliseconds since the epoch.

/** A key. Keyed by its ARN. */
export interface KeyRecord {
  readonly arn: string;
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly description: string;
  readonly createdAt: number;
  readonly state: 'Enabled' | 'Disabled' | 'PendingDeletion' | 'PendingImport' | 'Unavailable';
  /** When it will be gone; with `PendingDeletion`. */
  readonly deletesAt?: number;
  readonly manager: 'AWS' | 'CUSTOMER';
  readonly origin: 'AWS_KMS' | 'EXTERNAL' | 'EXTERNAL_KEY_STORE';
  readonly policy: string;
  readonly grants: readonly GrantRecord[];
}

export interface GrantRecord {
  readonly id: string;
  readonly name?: string;
  readonly grantee: string;
  readonly retiring?: string;
  readonly operations: readonly string[];
  /** Encryption context that a request must have, at least. */
  readonly context: Readonly<Record<string, string>>;
  /** Encryption context that a request must have, and no other. */
  readonly exactContext?: Readonly<Record<string, string>>;
  /** Account whose principal made the grant; absent in older records: the key's. */
  readonly issuer?: string;
  readonly createdAt: number;
}

/** A name of a key. Keyed by its ARN. */
export interface KeyAliasRecord {
  readonly arn: string;
  /** With `alias/` in front. */
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  /** ARN of its key. */
  readonly keyArn: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}
