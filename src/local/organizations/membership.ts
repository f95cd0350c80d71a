import type {
  MemberAccountRecord,
  OrganizationPolicyRecord,
  OrganizationPolicyType,
  OrganizationRecord,
  State,
} from '../state.ts';

/** The part of the state in which organizations are. */
export type Organizations = Pick<
  State,
  'organizations' | 'organizationalUnits' | 'memberAccounts' | 'organizationPolicies'
>;

/** What an organization puts above one account. */
export interface PolicyTexts {
  /** Id of the root, a unit or the account. */
  readonly target: string;
  readonly texts: readonly string[];
}

export function organizationOf(
  state: Organizations,
  accountId: string,
): OrganizationRecord | undefined {
  const member = state.memberAccounts.get(accountId);
  return member === undefined ? undefined : state.organizations.get(member.organizationId);
}

/** The ids from the root down to an account, both included. */
export function pathTo(state: Organizations, { id, parentId }: MemberAccountRecord): string[] {
  const path = [id];
  for (let at: string | undefined = parentId; at !== undefined; ) {
    path.unshift(at);
    at = state.organizationalUnits.get(at)?.parentId;
  }
  return path;
}

/** Source: IAM User Guide, "aws:PrincipalOrgPaths": `o-…/r-…/ou-…/`. */
export function organizationPath(state: Organizations, member: MemberAccountRecord): string {
  const units = pathTo(state, member).slice(0, -1);
  return `${[member.organizationId, ...units].join('/')}/`;
}

export function policiesOf(
  state: Organizations,
  organizationId: string,
): readonly OrganizationPolicyRecord[] {
  return state.organizationPolicies
    .list({ prefix: `${organizationId}/` })
    .map(({ document }) => document);
}

/**
 * The policies of a type above an account, from the root down. The management account has none above it.
 * @returns undefined where none bear on it: outside of organizations, or with the type not enabled.
 */
export function policyLevels(
  state: Organizations,
  accountId: string,
  type: OrganizationPolicyType,
): readonly PolicyTexts[] | undefined {
  const member = state.memberAccounts.get(accountId);
  if (member === undefined) return undefined;
  const organization = state.organizations.get(member.organizationId);
  if (organization === undefined || organization.managementAccountId === accountId) {
    return undefined;
  }
  if (!organization.enabledPolicyTypes.includes(type)) return undefined;
  const policies = policiesOf(state, organization.id).filter((policy) => policy.type === type);
  return pathTo(state, member).map((target) => ({
    target,
    texts: policies.filter(({ targets }) => targets.includes(target)).map(({ content }) => content),
  }));
}

/** The condition keys that tell of an account's organization, with `aws:Principal` or `aws:Resource` in front. */
export function organizationKeys(
  state: Organizations,
  accountId: string,
  of: 'Principal' | 'Resource',
): Record<string, string | string[]> {
  const member = state.memberAccounts.get(accountId);
  if (member === undefined) return {};
  return {
    [`aws:${of}OrgID`]: member.organizationId,
    [`aws:${of}OrgPaths`]: [organizationPath(state, member)],
  };
}
