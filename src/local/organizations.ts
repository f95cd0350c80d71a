import type { Collection } from '../storage/metadata.ts';
import type {
  OrganizationMemberRecord,
  OrganizationPolicyRecord,
  OrganizationPolicyType,
  OrganizationRecord,
  State,
} from './state.ts';

/** AWS's own service control policy, which every root, unit and account has until it is detached. */
export const fullAccess = {
  id: 'p-FullAWSAccess',
  name: 'FullAWSAccess',
  description: 'Allows access to every operation',
  content: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  }),
} as const;

/** AWS's own resource control policy, which is always in force. */
export const fullResourceAccess = {
  id: 'p-RCPFullAWSAccess',
  name: 'RCPFullAWSAccess',
  description: 'Allows all access to resources',
  content: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
  }),
} as const;

export type AttachedPolicy = Pick<OrganizationPolicyRecord, 'id' | 'name' | 'content'>;

/** The policies of one root, unit or account. */
export interface LevelOfPolicies {
  readonly target: string;
  readonly policies: readonly AttachedPolicy[];
}

/** An account's place in its organization. */
export interface Membership {
  readonly organization: OrganizationRecord;
  /** Ids from the root down to the account. */
  readonly levels: readonly string[];
  /** As `aws:PrincipalOrgPaths` has it: the account itself is left out. */
  readonly path: string;
}

/** @returns undefined for an account that is in no organization. */
export function membershipOf(state: State, account: string): Membership | undefined {
  const own = state.organizationMembers.get(account);
  const organization = own && state.organizations.get(own.organization);
  if (own === undefined || organization === undefined) return undefined;
  const units: string[] = [];
  let parent: string = own.parent;
  for (;;) {
    const unit: OrganizationMemberRecord | undefined = state.organizationMembers.get(parent);
    if (unit === undefined) break;
    units.unshift(unit.id);
    parent = unit.parent;
  }
  const above = [organization.rootId, ...units];
  return {
    organization,
    levels: [...above, account],
    path: `${[organization.id, ...above].join('/')}/`,
  };
}

/**
 * The policies that bear on an account, from the root down (Organizations User Guide, "SCP evaluation").
 * @returns undefined where none do: the type is not enabled, or it is the management account.
 */
export function levelsOver(
  state: State,
  account: string,
  { organization, levels }: Membership,
  type: OrganizationPolicyType,
): readonly LevelOfPolicies[] | undefined {
  if (account === organization.managementAccount) return undefined;
  if (!organization.policyTypes.includes(type)) return undefined;
  return levels.map((target) => ({ target, policies: policiesOf(state, target, type) }));
}

/** The policies of a type that are attached to a root, unit or account. */
export function policiesOf(
  state: State,
  target: string,
  type: OrganizationPolicyType,
): readonly AttachedPolicy[] {
  const attached = byTarget(state.organizationPolicies).get(target) ?? [];
  const own = attached.filter((policy) => policy.type === type);
  if (type === 'RESOURCE_CONTROL_POLICY') return [fullResourceAccess, ...own];
  const isDetached = state.withoutFullAccess.get(target) !== undefined;
  return isDetached ? own : [fullAccess, ...own];
}

interface Index {
  /** Of the collection, when this was made. */
  readonly changes: number;
  readonly byTarget: ReadonlyMap<string, readonly OrganizationPolicyRecord[]>;
}

const indexes = new WeakMap<Collection<OrganizationPolicyRecord>, Index>();

/** The policies of each root, unit or account; an organization may have thousands, and every request asks for those of a few. */
function byTarget(policies: Collection<OrganizationPolicyRecord>): Index['byTarget'] {
  const { changes } = policies;
  const known = indexes.get(policies);
  if (known?.changes === changes) return known.byTarget;
  const found = new Map<string, OrganizationPolicyRecord[]>();
  for (const { document } of policies.list()) {
    for (const target of document.targets) {
      const there = found.get(target);
      if (there === undefined) found.set(target, [document]);
      else there.push(document);
    }
  }
  indexes.set(policies, { changes, byTarget: found });
  return found;
}
