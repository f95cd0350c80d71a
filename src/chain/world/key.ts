import type { Fact } from '../fact.ts';
import type { Place } from './place.ts';

/** A key of KMS that a repository is encrypted with. By ARN. */
export interface KeyFacts {
  /** KeyState of the KMS API: `Enabled`, `Disabled`, `PendingDeletion`, `PendingImport`, `Unavailable` and others. */
  readonly state: string;
  /** When it is to be deleted, ISO 8601. */
  readonly deletionDate?: string;
  /** Whether AWS made it for a service (`aws/ecr`): nobody else can change it then. */
  readonly isAwsManaged: boolean;
  /** Whether its material comes from outside, or lies in a store of its own. */
  readonly origin: string;
  readonly policy: Fact<string>;
  readonly grants: Fact<readonly GrantFacts[]>;
}

export interface GrantFacts {
  /** A service such as `ecr.us-east-1.amazonaws.com`, or the ARN of a principal. */
  readonly grantee: string;
  readonly operations: readonly string[];
  /** Encryption context that a request has to have, at least. */
  readonly context: Readonly<Record<string, string>>;
}

export function keyAt(arn: string): Place<'keys'> {
  return {
    kind: 'keys',
    key: arn,
    fact: `KMS key ${arn}`,
    permission: `kms:DescribeKey on ${arn}`,
  };
}
