import type { Call } from '../../core/call.ts';
import { type Operation, operation, type Permission } from '../../core/service.ts';
import { aliasKey } from '../../kms/keys.ts';
import type { KeyAliasRecord } from '../../state.ts';
import { kmsErrors } from './errors.ts';
import { aliasArn, onKey, pageOf, requireKey, requireNotDeleting } from './key-call.ts';
import type { Outputs } from './outputs.generated.ts';

interface Alias {
  readonly AliasName: string;
}

interface AliasOfKey extends Alias {
  readonly TargetKeyId: string;
}

/** An alias needs the permission for itself and for its key. */
function onAlias(call: Call, action: string, name: string): Permission {
  return {
    action: `kms:${action}`,
    resource: aliasArn(call, name),
    accountId: call.caller.accountId,
  };
}

function find({ core, caller, region }: Call, name: string): KeyAliasRecord | undefined {
  return core.state.keyAliases.get(aliasKey({ accountId: caller.accountId, region, name }));
}

function requireAlias(call: Call, name: string): KeyAliasRecord {
  const found = find(call, name);
  if (found === undefined) throw kmsErrors.noAlias(aliasArn(call, name));
  return found;
}

const create = operation<AliasOfKey, Outputs['CreateAlias']>({
  permissions: ({ AliasName, TargetKeyId }, call) => [
    onAlias(call, 'CreateAlias', AliasName),
    ...onKey(call, TargetKeyId, 'CreateAlias'),
  ],
  run({ AliasName: name, TargetKeyId }, call) {
    const { caller, core, region, now } = call;
    if (!/^alias\/[\w/-]+$/.test(name)) {
      throw kmsErrors.validation(
        'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
      );
    }
    if (name.startsWith('alias/aws/')) throw kmsErrors.denied('');
    if (find(call, name) !== undefined) throw kmsErrors.aliasExists(aliasArn(call, name));
    const key = requireNotDeleting(call, TargetKeyId);
    const made: KeyAliasRecord = {
      accountId: caller.accountId,
      region,
      name,
      keyId: key.id,
      createdAt: now,
      updatedAt: now,
    };
    core.state.keyAliases.put(aliasKey(made), made);
    return {};
  },
});

const update = operation<AliasOfKey, Outputs['UpdateAlias']>({
  permissions: ({ AliasName, TargetKeyId }, call) => [
    onAlias(call, 'UpdateAlias', AliasName),
    ...onKey(call, TargetKeyId, 'UpdateAlias'),
  ],
  run({ AliasName, TargetKeyId }, call) {
    const alias = requireAlias(call, AliasName);
    const { id: keyId } = requireNotDeleting(call, TargetKeyId);
    call.core.state.keyAliases.put(aliasKey(alias), { ...alias, keyId, updatedAt: call.now });
    return {};
  },
});

const remove = operation<Alias, Outputs['DeleteAlias']>({
  permissions: ({ AliasName }, call) => [
    onAlias(call, 'DeleteAlias', AliasName),
    ...onKey(call, requireAlias(call, AliasName).keyId, 'DeleteAlias'),
  ],
  run({ AliasName }, call) {
    call.core.state.keyAliases.delete(aliasKey(requireAlias(call, AliasName)));
    return {};
  },
});

interface ListAliases {
  readonly KeyId?: string;
  readonly Limit?: number;
  readonly Marker?: string;
}

const list = operation<ListAliases, Outputs['ListAliases']>({
  permissions: (_input, { caller }) => [
    { action: 'kms:ListAliases', resource: '*', accountId: caller.accountId },
  ],
  run(input, call) {
    const keyId = input.KeyId === undefined ? undefined : requireKey(call, input.KeyId).id;
    const all = call.core.state.keyAliases
      .list({ prefix: `${call.caller.accountId}/${call.region}/` })
      .map(({ document }) => document)
      .filter((alias) => keyId === undefined || alias.keyId === keyId);
    const { items, ...more } = pageOf(all, { Limit: 50, ...input });
    return {
      Aliases: items.map(({ name, keyId: TargetKeyId, createdAt, updatedAt }) => ({
        AliasName: name,
        AliasArn: aliasArn(call, name),
        TargetKeyId,
        CreationDate: new Date(createdAt),
        LastUpdatedDate: new Date(updatedAt),
      })),
      ...more,
    };
  },
});

export const aliasOperations: Readonly<Record<string, Operation>> = {
  CreateAlias: create,
  UpdateAlias: update,
  DeleteAlias: remove,
  ListAliases: list,
};
