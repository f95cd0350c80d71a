import type { Call } from '../../core/call.ts';
import { turnTaking } from '../../core/turns.ts';
import type { InstanceProfileRecord, PolicyRecord, RoleRecord, UserRecord } from '../../state.ts';
import { ownArns, type PolicyUses, policyUses, recordsOf } from './account-records.ts';
import { type ManagedPolicy, managedPolicies } from './managed-policies.ts';
import { boundaryOf, encodedDocument, type Page, pageOf, tagList } from './naming.ts';
import { renderManaged, renderPolicy } from './policies.ts';
import { managedPolicyName } from './policy-documents.ts';
import { lastUsed } from './role-last-used.ts';
import { renderRole } from './roles.ts';

type Kind = 'User' | 'Role' | 'LocalManagedPolicy' | 'AWSManagedPolicy';

export interface Detail {
  readonly kind: Kind;
  readonly shown: object;
}

/** An entity whose details are rendered when a page needs them. */
interface Entry {
  readonly kind: Kind;
  readonly show: () => object;
}

/** Most characters of a page, as JSON: IAM may return fewer results than requested (API reference, MaxItems). */
const longestPage = 1024 * 1024;

/**
 * A page of the users, roles and policies of an account with all their documents, in the form of the API
 * reference.
 * @throws AwsError `ValidationError` for an unknown marker.
 */
export async function detailsPage(
  call: Call,
  asked: { readonly MaxItems?: number; readonly Marker?: string },
  filter: readonly string[] = [],
): Promise<Page<Detail>> {
  const all = await entriesOf(call, filter);
  const items: Detail[] = [];
  const giveWay = turnTaking();
  let characters = 0;
  for (const { kind, show } of pageOf(all, asked).items) {
    const shown = show();
    characters += JSON.stringify(shown).length;
    if (items.length > 0 && characters > longestPage) break;
    items.push({ kind, shown });
    await giveWay();
  }
  // The marker is where the next page begins.
  const { IsTruncated, Marker } = pageOf(all, { ...asked, MaxItems: items.length });
  return { items, IsTruncated, Marker };
}

/** Everything of the requested kinds, in the order of the answers. */
async function entriesOf(call: Call, filter: readonly string[]): Promise<Entry[]> {
  const { state } = call.core;
  const isAsked = (kind: Kind) => filter.length === 0 || filter.includes(kind);
  const entries: Entry[] = [];
  if (isAsked('User')) {
    for (const user of await recordsOf(call, state.users)) {
      entries.push({ kind: 'User', show: () => userDetail(user) });
    }
  }
  if (isAsked('Role')) {
    const profiles = await recordsOf(call, state.instanceProfiles);
    const byRole = Map.groupBy(profiles, ({ role }) => role);
    for (const role of await recordsOf(call, state.roles)) {
      const own = byRole.get(role.name) ?? [];
      entries.push({ kind: 'Role', show: () => roleDetail(call, role, own) });
    }
  }
  if (!isAsked('LocalManagedPolicy') && !isAsked('AWSManagedPolicy')) return entries;
  const uses = await policyUses(call);
  if (isAsked('LocalManagedPolicy')) {
    for (const policy of await recordsOf(call, state.policies, ownArns(call))) {
      entries.push({ kind: 'LocalManagedPolicy', show: () => policyDetail(policy, uses) });
    }
  }
  if (!isAsked('AWSManagedPolicy')) return entries;
  for (const policy of managedPolicies.values()) {
    if (!uses.attached.has(policy.arn) && !uses.bounded.has(policy.arn)) continue;
    entries.push({ kind: 'AWSManagedPolicy', show: () => managedDetail(policy, uses) });
  }
  return entries;
}

function userDetail(user: UserRecord): object {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: new Date(user.createdAt),
    ...(Object.keys(user.inline).length === 0 ? {} : { UserPolicyList: inline(user.inline) }),
    GroupList: [],
    AttachedManagedPolicies: attached(user.attached),
    ...boundaryOf(user),
    Tags: tagList(user.tags),
  };
}

function roleDetail(call: Call, role: RoleRecord, own: readonly InstanceProfileRecord[]): object {
  const { Description: _description, ...shown } = renderRole(role);
  return {
    ...shown,
    InstanceProfileList: own.map((profile) => ({
      Path: profile.path,
      InstanceProfileName: profile.name,
      InstanceProfileId: profile.id,
      Arn: profile.arn,
      CreateDate: new Date(profile.createdAt),
      Roles: [shown],
    })),
    RolePolicyList: inline(role.inline),
    AttachedManagedPolicies: attached(role.attached),
    ...boundaryOf(role),
    Tags: tagList(role.tags),
    RoleLastUsed: lastUsed(call, role),
  };
}

function policyDetail(policy: PolicyRecord, uses: PolicyUses): object {
  return {
    ...renderPolicy(policy, uses),
    ...(policy.description === undefined ? {} : { Description: policy.description }),
    PolicyVersionList: [...policy.versions].reverse().map(({ id, document, createdAt }) => ({
      VersionId: id,
      Document: encodedDocument(document),
      CreateDate: new Date(createdAt),
      IsDefaultVersion: id === policy.defaultVersion,
    })),
  };
}

function managedDetail(policy: ManagedPolicy, uses: PolicyUses): object {
  const version = {
    VersionId: policy.version,
    Document: encodedDocument(policy.document),
    CreateDate: new Date(policy.createdAt),
    IsDefaultVersion: true,
  };
  return { ...renderManaged(policy, uses), PolicyVersionList: [version] };
}

function inline(documents: Readonly<Record<string, string>>): object[] {
  return Object.entries(documents).map(([PolicyName, text]) => ({
    PolicyName,
    PolicyDocument: encodedDocument(text),
  }));
}

function attached(arns: readonly string[]): object[] {
  return arns.map((PolicyArn) => ({ PolicyName: managedPolicyName(PolicyArn), PolicyArn }));
}
