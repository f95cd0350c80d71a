import { type Operation, operation } from '../../core/service.ts';
import { addGrant } from '../../kms/grants.ts';
import type { GrantRecord, KeyRecord } from '../../state.ts';
import { kmsErrors } from './errors.ts';
import { onKey, pageOf, requireKey, requireUsable } from './key-call.ts';
import { changesKey, type OneKey, saveKey } from './keys.ts';
import type { GrantListEntry, Outputs } from './outputs.generated.ts';

interface CreateGrant extends OneKey {
  readonly GranteePrincipal: string;
  readonly RetiringPrincipal?: string;
  readonly Operations: readonly string[];
  readonly Constraints?: {
    readonly EncryptionContextEquals?: Readonly<Record<string, string>>;
    readonly EncryptionContextSubset?: Readonly<Record<string, string>>;
  };
  readonly Name?: string;
  readonly DryRun?: boolean;
}

const create = changesKey<CreateGrant, Outputs['CreateGrant']>('CreateGrant', (input, call) => {
  const key = requireUsable(call, input.KeyId);
  if (input.DryRun === true) throw kmsErrors.dryRun();
  const { EncryptionContextEquals, EncryptionContextSubset } = input.Constraints ?? {};
  const grant = addGrant(call.core.state, key, {
    ...(input.Name === undefined ? {} : { name: input.Name }),
    grantee: input.GranteePrincipal,
    ...(input.RetiringPrincipal === undefined ? {} : { retiring: input.RetiringPrincipal }),
    operations: input.Operations,
    ...(EncryptionContextEquals === undefined
      ? {}
      : { encryptionContextEquals: EncryptionContextEquals }),
    ...(EncryptionContextSubset === undefined
      ? {}
      : { encryptionContextSubset: EncryptionContextSubset }),
    issuingAccount: `arn:aws:iam::${call.caller.accountId}:root`,
    createdAt: call.now,
  });
  return { GrantId: grant.id, GrantToken: grant.token };
});

function render({ arn }: KeyRecord, grant: GrantRecord): GrantListEntry {
  const { encryptionContextEquals, encryptionContextSubset } = grant;
  return {
    KeyId: arn,
    GrantId: grant.id,
    Name: grant.name ?? '',
    CreationDate: new Date(grant.createdAt),
    GranteePrincipal: grant.grantee,
    RetiringPrincipal: grant.retiring,
    IssuingAccount: grant.issuingAccount,
    Operations: grant.operations,
    Constraints:
      encryptionContextEquals === undefined && encryptionContextSubset === undefined
        ? undefined
        : {
            EncryptionContextEquals: encryptionContextEquals,
            EncryptionContextSubset: encryptionContextSubset,
          },
  };
}

interface ListGrants extends OneKey {
  readonly GrantId?: string;
  readonly GranteePrincipal?: string;
  readonly Limit?: number;
  readonly Marker?: string;
}

const list = changesKey<ListGrants, Outputs['ListGrants']>('ListGrants', (input, call) => {
  const key = requireKey(call, input.KeyId);
  const { GrantId, GranteePrincipal } = input;
  const wanted = key.grants.filter(
    ({ id, grantee }) =>
      (GrantId === undefined || id === GrantId) &&
      (GranteePrincipal === undefined || grantee === GranteePrincipal),
  );
  const { items, ...more } = pageOf(wanted, { Limit: 50, ...input });
  return { Grants: items.map((grant) => render(key, grant)), ...more };
});

function without(key: KeyRecord, grantId: string): KeyRecord {
  if (!key.grants.some(({ id }) => id === grantId)) throw kmsErrors.noGrant(grantId);
  return { ...key, grants: key.grants.filter(({ id }) => id !== grantId) };
}

const revoke = changesKey<OneKey & { readonly GrantId: string }, Outputs['RevokeGrant']>(
  'RevokeGrant',
  ({ KeyId, GrantId }, call) => {
    saveKey(call, without(requireKey(call, KeyId), GrantId));
    return {};
  },
);

interface RetireGrant {
  readonly GrantToken?: string;
  readonly KeyId?: string;
  readonly GrantId?: string;
}

const retire = operation<RetireGrant, Outputs['RetireGrant']>({
  permissions: ({ KeyId }, call) => (KeyId === undefined ? [] : onKey(call, KeyId, 'RetireGrant')),
  run({ GrantToken, KeyId, GrantId }, call) {
    if (KeyId !== undefined && GrantId !== undefined) {
      saveKey(call, without(requireKey(call, KeyId), GrantId));
      return {};
    }
    const { accountId } = call.caller;
    const holder = call.core.state.keys
      .list({ prefix: `${accountId}/${call.region}/` })
      .map(({ document }) => document)
      .find(({ grants }) => grants.some(({ token }) => token === GrantToken));
    const grant = holder?.grants.find(({ token }) => token === GrantToken);
    if (holder === undefined || grant === undefined) throw kmsErrors.noGrantToken();
    saveKey(call, without(holder, grant.id));
    return {};
  },
});

export const grantOperations: Readonly<Record<string, Operation>> = {
  CreateGrant: create,
  ListGrants: list,
  RevokeGrant: revoke,
  RetireGrant: retire,
};
