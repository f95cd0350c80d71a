import { randomBytes } from 'node:crypto';
import { type Operation, operation } from '../../core/service.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { KeyRecord } from '../../state.ts';
import { changeable, forKey, keyOf, type OnKey, put } from './key.ts';
import type { Outputs } from './outputs.generated.ts';

export const grantOperations: Record<string, Operation> = {
  CreateGrant: operation<
    OnKey & {
      readonly GranteePrincipal: string;
      readonly RetiringPrincipal?: string;
      readonly Name?: string;
      readonly Operations: readonly string[];
      readonly Constraints?: {
        readonly EncryptionContextSubset?: Readonly<Record<string, string>>;
        readonly EncryptionContextEquals?: Readonly<Record<string, string>>;
      };
    },
    Outputs['CreateGrant']
  >({
    permissions: forKey('CreateGrant'),
    run(input, call) {
      const key = changeable(input, call);
      const { EncryptionContextSubset, EncryptionContextEquals } = input.Constraints ?? {};
      const grant = {
        id: randomBytes(32).toString('hex'),
        grantee: input.GranteePrincipal,
        ...(input.Name === undefined ? {} : { name: input.Name }),
        ...(input.RetiringPrincipal === undefined ? {} : { retiring: input.RetiringPrincipal }),
        operations: input.Operations,
        context: EncryptionContextSubset ?? EncryptionContextEquals ?? {},
        createdAt: call.now,
      };
      put(call, { ...key, grants: [...key.grants, grant] });
      return { GrantId: grant.id, GrantToken: Buffer.from(grant.id).toString('base64') };
    },
  }),
  ListGrants: operation<
    OnKey & { readonly GrantId?: string; readonly GranteePrincipal?: string },
    Outputs['ListGrants']
  >({
    permissions: forKey('ListGrants'),
    run(input, call) {
      const key = keyOf(input, call);
      const wanted = key.grants.filter(
        ({ id, grantee }) =>
          (input.GrantId ?? id) === id && (input.GranteePrincipal ?? grantee) === grantee,
      );
      return {
        Grants: wanted.map(({ id, name, grantee, retiring, operations, context, createdAt }) => ({
          KeyId: key.arn,
          GrantId: id,
          Name: name ?? '',
          ...(retiring === undefined ? {} : { RetiringPrincipal: retiring }),
          CreationDate: new Date(createdAt),
          GranteePrincipal: grantee,
          IssuingAccount: `arn:aws:iam::${key.accountId}:root`,
          Operations: operations,
          Constraints: { EncryptionContextSubset: context },
        })),
        Truncated: false,
        NextMarker: undefined,
      };
    },
  }),
  RetireGrant: operation<
    { readonly GrantToken?: string; readonly KeyId?: string; readonly GrantId?: string },
    Outputs['RetireGrant']
  >({
    permissions: ({ KeyId }, call) =>
      KeyId === undefined ? [] : forKey('RetireGrant')({ KeyId }, call),
    run({ GrantToken, KeyId, GrantId }, call) {
      const id = GrantId ?? Buffer.from(GrantToken ?? '', 'base64').toString();
      const key =
        KeyId === undefined
          ? call.core.state.keys.list().find(({ document }) => holds(document, id))?.document
          : changeable({ KeyId }, call);
      if (key === undefined || !holds(key, id)) {
        throw new AwsError('InvalidGrantTokenException', 'The grant is not there.');
      }
      put(call, { ...key, grants: key.grants.filter((grant) => grant.id !== id) });
      return {};
    },
  }),
  RevokeGrant: operation<OnKey & { readonly GrantId: string }, Outputs['RevokeGrant']>({
    permissions: forKey('RevokeGrant'),
    run(input, call) {
      const key = changeable(input, call);
      const left = key.grants.filter(({ id }) => id !== input.GrantId);
      if (left.length === key.grants.length) {
        throw new AwsError('NotFoundException', `Grant ID ${input.GrantId} not found`);
      }
      put(call, { ...key, grants: left });
      return {};
    },
  }),
};

function holds({ grants }: KeyRecord, grantId: string): boolean {
  return grants.some(({ id }) => id === grantId);
}
