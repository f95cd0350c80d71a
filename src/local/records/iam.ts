// What IAM and STS remember. Times are milliseconds since the epoch.

export type Tags = Readonly<Record<string, string>>;

/** What users and roles have in common: policies, boundary, tags. Keyed by `account/name`. */
export interface PrincipalRecord {
  readonly accountId: string;
  readonly name: string;
  readonly path: string;
  /** Unique id, `AIDA…` for a user and `AROA…` for a role. */
  readonly id: string;
  readonly arn: string;
  readonly createdAt: number;
  /** Inline policies: document text by policy name. */
  readonly inline: Readonly<Record<string, string>>;
  /** ARNs of attached managed policies. */
  readonly attached: readonly string[];
  readonly boundary?: string;
  readonly tags: Tags;
}

export interface UserRecord extends PrincipalRecord {
  /** The way into the console, which is not here: the password is not kept. */
  readonly loginProfile?: { readonly createdAt: number; readonly resetRequired: boolean };
}

export interface RoleRecord extends PrincipalRecord {
  readonly trust: string;
  readonly description?: string;
  /** Seconds. */
  readonly maxSessionDuration: number;
}

/** A customer-managed policy. Keyed by ARN. */
export interface PolicyRecord {
  readonly accountId: string;
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly arn: string;
  readonly description?: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly defaultVersion: string;
  readonly nextVersion: number;
  readonly versions: readonly PolicyVersionRecord[];
  readonly tags: Tags;
}

export interface PolicyVersionRecord {
  readonly id: string;
  readonly document: string;
  readonly createdAt: number;
}

/** A user's long-term key. Keyed by access key id. */
export interface AccessKeyRecord {
  readonly accountId: string;
  readonly userName: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly active: boolean;
  readonly createdAt: number;
}

/** Keyed by `account/name`. */
export interface InstanceProfileRecord {
  readonly accountId: string;
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly role?: string;
  readonly tags: Tags;
}

/** Keyed by ARN. */
export interface OidcProviderRecord {
  readonly accountId: string;
  readonly arn: string;
  /** Issuer without its scheme, as IAM keeps it. */
  readonly url: string;
  /** Present where the issuer is one of this machine's, which may do without TLS. */
  readonly scheme?: 'http';
  readonly clientIds: readonly string[];
  readonly thumbprints: readonly string[];
  readonly createdAt: number;
  readonly tags: Tags;
}

/** What became of the wish to delete a service's role. Keyed by task id. */
export interface LinkedRoleDeletionRecord {
  readonly accountId: string;
  readonly roleArn: string;
  /** Whether the service still needed it, so that it stayed. */
  readonly isInUse: boolean;
}

/** An account's alias. Keyed by the alias: no two accounts have the same. */
export interface AccountAliasRecord {
  readonly accountId: string;
}

/** Temporary credentials that STS handed out. Keyed by access key id. */
export interface SessionRecord {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** SHA-256 of the session token, in hex: the token itself is not kept. */
  readonly tokenHash: string;
  readonly kind: 'role' | 'user' | 'root' | 'federated';
  readonly accountId: string;
  /** ARN as GetCallerIdentity prints it. */
  readonly arn: string;
  readonly userId: string;
  /** Name of the role or user behind the session. */
  readonly principalName?: string;
  /** Unique id of that role or user when the session began: a re-created namesake is not it. */
  readonly principalId?: string;
  readonly sessionName?: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** Session policy documents; absent when none was given. */
  readonly policies?: readonly string[];
  readonly tags: Tags;
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity?: string;
  /** Condition keys that the identity provider's claims gave to the session. */
  readonly federatedProvider?: string;
}
