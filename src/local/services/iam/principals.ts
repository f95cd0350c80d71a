import type { Call } from '../../core/call.ts';
import { type Operation, operation, type Permission } from '../../core/service.ts';
import { nameKey, type PrincipalRecord } from '../../state.ts';
import { requireStaying } from './deletions.ts';
import { invalidInput, limitExceeded, noSuchEntity } from './errors.ts';
import { encodedDocument, pageOf, tagList, tagsOf } from './naming.ts';
import type { Nothing, Outputs } from './outputs.generated.ts';
import { requirePolicyArn } from './policy-arns.ts';
import {
  boundaryIn,
  checkDocument,
  checkQuota,
  isAttachable,
  managedPolicyName,
} from './policy-documents.ts';
import { requireModifiable } from './service-linked-roles.ts';
import { requireDistinctKeys, requireFewTags, sameKey, withTags } from './tag-keys.ts';

/** The two kinds of principal that policies are attached to. */
export type PrincipalKind = 'User' | 'Role';

interface Named {
  readonly UserName?: string;
  readonly RoleName?: string;
}

const maxAttached = 10;

/** Finds a user or role of the caller's account. @throws AwsError `NoSuchEntity`. */
export function principal(
  kind: PrincipalKind,
  input: Named,
  { core, caller }: Call,
): PrincipalRecord & { readonly trust?: string } {
  const name = input[`${kind}Name`] ?? '';
  const collection = kind === 'User' ? core.state.users : core.state.roles;
  const found = collection.get(nameKey(caller.accountId, name));
  if (found === undefined) {
    throw noSuchEntity(`The ${kind.toLowerCase()} with name ${name} cannot be found.`);
  }
  return found;
}

export function storePrincipal(
  kind: PrincipalKind,
  { core }: Call,
  record: PrincipalRecord,
  changes: Partial<PrincipalRecord>,
): void {
  requireModifiable(record);
  const collection = kind === 'User' ? core.state.users : core.state.roles;
  collection.put(nameKey(record.accountId, record.name), { ...record, ...changes } as never);
}

/** ARN that a permission on a principal is checked against, even when the principal does not exist. */
export function principalArn(kind: PrincipalKind, input: Named, { core, caller }: Call): string {
  const name = input[`${kind}Name`] ?? '';
  const collection = kind === 'User' ? core.state.users : core.state.roles;
  const known = collection.get(nameKey(caller.accountId, name));
  return known?.arn ?? `arn:aws:iam::${caller.accountId}:${kind.toLowerCase()}/${name}`;
}

/** The operations that users and roles share: inline and attached policies, boundary, tags. */
export function principalOperations(kind: PrincipalKind): Record<string, Operation> {
  const on =
    (action: string) =>
    (input: Named, call: Call): readonly Permission[] => [
      {
        action: `iam:${action}`,
        resource: principalArn(kind, input, call),
        accountId: call.caller.accountId,
      },
    ];
  const named = (record: PrincipalRecord) => ({ [`${kind}Name`]: record.name });
  const define = <Input extends Named, Output = Nothing>(
    action: string,
    run: (input: Input, call: Call, record: PrincipalRecord) => Output,
  ): [string, Operation] => [
    action,
    operation<Input, Output>({
      permissions: on(action),
      run: (input, call) => run(input, call, principal(kind, input, call)),
    }),
  ];
  type Inline = Named & { readonly PolicyName: string; readonly PolicyDocument: string };
  type Attach = Named & { readonly PolicyArn: string };
  type Paging = Named & { readonly MaxItems?: number; readonly Marker?: string };

  return Object.fromEntries([
    define<Inline>(`Put${kind}Policy`, (input, call, record) => {
      checkDocument(input.PolicyDocument, 'identity');
      const inline = { ...record.inline, [input.PolicyName]: input.PolicyDocument };
      const owner = kind === 'User' ? 'user' : 'role';
      checkQuota(Object.values(inline), { kind: 'inline', owner, name: record.name });
      storePrincipal(kind, call, record, { inline });
      return {};
    }),
    define<Inline, Omit<Outputs['GetRolePolicy'], 'RoleName'>>(
      `Get${kind}Policy`,
      (input, _call, record) => ({
        ...named(record),
        PolicyName: input.PolicyName,
        PolicyDocument: encodedDocument(inlinePolicy(kind, record, input.PolicyName)),
      }),
    ),
    define<Inline>(`Delete${kind}Policy`, (input, call, record) => {
      inlinePolicy(kind, record, input.PolicyName);
      const { [input.PolicyName]: _removed, ...inline } = record.inline;
      storePrincipal(kind, call, record, { inline });
      return {};
    }),
    define<Paging, Outputs['ListRolePolicies']>(`List${kind}Policies`, (input, _call, record) => {
      const { items, ...page } = pageOf(Object.keys(record.inline).sort(), input);
      return { PolicyNames: items, ...page };
    }),
    define<Attach>(`Attach${kind}Policy`, (input, call, record) => {
      requirePolicyArn(input.PolicyArn);
      if (!isAttachable(call, input.PolicyArn)) {
        throw noSuchEntity(`Policy ${input.PolicyArn} does not exist or is not attachable.`);
      }
      requireStaying(call, input.PolicyArn);
      if (record.attached.includes(input.PolicyArn)) return {};
      if (record.attached.length >= maxAttached) {
        throw limitExceeded(
          `Cannot exceed quota for PoliciesPer${kind === 'User' ? 'User' : 'Role'}: ${maxAttached}`,
        );
      }
      storePrincipal(kind, call, record, { attached: [...record.attached, input.PolicyArn] });
      return {};
    }),
    define<Attach>(`Detach${kind}Policy`, (input, call, record) => {
      requirePolicyArn(input.PolicyArn);
      if (!record.attached.includes(input.PolicyArn)) {
        throw noSuchEntity(`Policy ${input.PolicyArn} was not found.`);
      }
      const attached = record.attached.filter((arn) => arn !== input.PolicyArn);
      storePrincipal(kind, call, record, { attached });
      return {};
    }),
    define<Paging, Outputs['ListAttachedRolePolicies']>(
      `ListAttached${kind}Policies`,
      (input, _call, record) => {
        const all = record.attached.map((PolicyArn) => ({
          PolicyName: managedPolicyName(PolicyArn),
          PolicyArn,
        }));
        const { items, ...page } = pageOf(all, input);
        return { AttachedPolicies: items, ...page };
      },
    ),
    define<Named & { readonly PermissionsBoundary: string }>(
      `Put${kind}PermissionsBoundary`,
      (input, call, record) => {
        storePrincipal(kind, call, record, boundaryIn(call, input.PermissionsBoundary));
        return {};
      },
    ),
    define(`Delete${kind}PermissionsBoundary`, (_input, call, record) => {
      const { boundary, ...rest } = record;
      if (boundary === undefined) {
        throw noSuchEntity(`${kind} ${record.name} does not have a permissions boundary.`);
      }
      const collection = kind === 'User' ? call.core.state.users : call.core.state.roles;
      collection.put(nameKey(record.accountId, record.name), rest as never);
      return {};
    }),
    define<Named & { readonly Tags: { Key: string; Value: string }[] }>(
      `Tag${kind}`,
      (input, call, record) => {
        requireDistinctKeys(input.Tags, invalidInput);
        const tags = withTags(record.tags, tagsOf(input.Tags));
        requireFewTags(tags);
        storePrincipal(kind, call, record, { tags });
        return {};
      },
    ),
    define<Named & { readonly TagKeys: string[] }>(`Untag${kind}`, (input, call, record) => {
      const going = input.TagKeys;
      const tags = Object.fromEntries(
        Object.entries(record.tags).filter(([key]) => !going.some((other) => sameKey(other, key))),
      );
      storePrincipal(kind, call, record, { tags });
      return {};
    }),
    define<Paging, Outputs['ListRoleTags']>(`List${kind}Tags`, (input, _call, record) => {
      const { items, ...page } = pageOf(tagList(record.tags), input);
      return { Tags: items, ...page };
    }),
  ]);
}

function inlinePolicy(kind: PrincipalKind, record: PrincipalRecord, name: string): string {
  const document = Object.hasOwn(record.inline, name) ? record.inline[name] : undefined;
  if (document === undefined) {
    throw noSuchEntity(`The ${kind.toLowerCase()} policy with name ${name} cannot be found.`);
  }
  return document;
}
