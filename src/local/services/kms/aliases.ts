import type { Call } from '../../core/call.ts';
import { type Operation, operation, type Permission } from '../../core/service.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { KeyAliasRecord } from '../../state.ts';
import { arnIn, changeable, forKey, named } from './key.ts';
import type { Outputs } from './outputs.generated.ts';
import { type Paging, pageOf } from './paging.ts';

interface Alias {
  readonly AliasName: string;
}

interface AliasOfKey extends Alias {
  readonly TargetKeyId: string;
}

/** An alias needs the permission for itself and for its key. */
function onAlias(action: string, call: Call, name: string, keyId: string): Permission[] {
  return [
    {
      action: `kms:${action}`,
      resource: arnIn(call, name),
      accountId: call.caller.accountId,
    },
    ...forKey(action)({ KeyId: keyId }, call),
  ];
}

function requireAlias(call: Call, name: string): KeyAliasRecord {
  const arn = arnIn(call, name);
  const found = call.core.state.keyAliases.get(arn);
  if (found === undefined) throw new AwsError('NotFoundException', `Alias ${arn} is not found.`);
  return found;
}

const create = operation<AliasOfKey, Outputs['CreateAlias']>({
  permissions: ({ AliasName, TargetKeyId }, call) =>
    onAlias('CreateAlias', call, AliasName, TargetKeyId),
  run({ AliasName: name, TargetKeyId }, call) {
    if (!/^alias\/[\w/-]+$/.test(name) || name.startsWith('alias/aws/')) {
      throw new AwsError(
        'InvalidAliasNameException',
        'An alias begins with "alias/" and must not begin with "alias/aws/".',
      );
    }
    const arn = arnIn(call, name);
    const { keyAliases } = call.core.state;
    if (keyAliases.get(arn) !== undefined) {
      throw new AwsError('AlreadyExistsException', `An alias with the name ${arn} already exists`);
    }
    const key = changeable({ KeyId: TargetKeyId }, call);
    keyAliases.put(arn, {
      arn,
      name,
      accountId: call.caller.accountId,
      region: call.region,
      keyArn: key.arn,
      createdAt: call.now,
      updatedAt: call.now,
    });
    return {};
  },
});

const update = operation<AliasOfKey, Outputs['UpdateAlias']>({
  permissions: ({ AliasName, TargetKeyId }, call) =>
    onAlias('UpdateAlias', call, AliasName, TargetKeyId),
  run({ AliasName, TargetKeyId }, call) {
    const alias = requireAlias(call, AliasName);
    const { arn: keyArn } = changeable({ KeyId: TargetKeyId }, call);
    call.core.state.keyAliases.put(alias.arn, { ...alias, keyArn, updatedAt: call.now });
    return {};
  },
});

const remove = operation<Alias, Outputs['DeleteAlias']>({
  permissions: ({ AliasName }, call) =>
    onAlias('DeleteAlias', call, AliasName, arnIn(call, AliasName)),
  run({ AliasName }, call) {
    call.core.state.keyAliases.delete(requireAlias(call, AliasName).arn);
    return {};
  },
});

const list = operation<Paging & { readonly KeyId?: string }, Outputs['ListAliases']>({
  permissions: (_input, { caller }) => [
    { action: 'kms:ListAliases', resource: '*', accountId: caller.accountId },
  ],
  run({ KeyId, ...page }, call) {
    const { caller, core, region } = call;
    const of = KeyId === undefined ? undefined : named(KeyId, call);
    const keyArn = of?.arn ?? of?.asked;
    const own = core.state.keyAliases
      .list()
      .map(({ document }) => document)
      .filter((alias) => alias.accountId === caller.accountId && alias.region === region)
      .filter((alias) => keyArn === undefined || alias.keyArn === keyArn);
    const { items, Truncated, NextMarker } = pageOf(own, page, { usual: 50, most: 100 });
    return {
      Aliases: items.map((alias) => ({
        AliasName: alias.name,
        AliasArn: alias.arn,
        TargetKeyId: alias.keyArn.slice(alias.keyArn.lastIndexOf('/') + 1),
        CreationDate: new Date(alias.createdAt),
        LastUpdatedDate: new Date(alias.updatedAt),
      })),
      NextMarker,
      Truncated,
    };
  },
});

export const aliasOperations: Readonly<Record<string, Operation>> = {
  CreateAlias: create,
  UpdateAlias: update,
  DeleteAlias: remove,
  ListAliases: list,
};
