import type { Fact } from '../fact.ts';
import type { Place } from './place.ts';

/** The place of an account in its organization, and what the organization lays on it. By account id. */
export interface AccountFacts {
  /** Id of the organization, such as `o-a1b2c3d4e5`. */
  readonly organization: string;
  readonly managementAccount: string;
  /** As `aws:PrincipalOrgPaths` has it, such as `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/`. */
  readonly path: Fact<string>;
  /** Service control policies; absent where none apply: they are not in use, or it is the management account. */
  readonly scps: Fact<readonly PolicyLevelFacts[]>;
  /** Resource control policies, likewise. */
  readonly rcps: Fact<readonly PolicyLevelFacts[]>;
}

/** The policies of one level, from the root down to the account itself. */
export interface PolicyLevelFacts {
  /** Id of the root, the organizational unit or the account. */
  readonly target: string;
  readonly policies: readonly OrganizationPolicy[];
}

export interface OrganizationPolicy {
  /** Such as `p-a1b2c3d4`. */
  readonly id: string;
  readonly name: string;
  readonly document: string;
}

/** The fact is absent where the account is in no organization. */
export function accountAt(id: string): Place<'accounts'> {
  return {
    kind: 'accounts',
    key: id,
    fact: `organization of account ${id}`,
    permission: `organizations:DescribeOrganization in account ${id}`,
  };
}
