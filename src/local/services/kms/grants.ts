import { randomBytes } from 'node:crypto';
import { type Operation, operation } from '../../core/service.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { GrantRecord, KeyRecord } from '../../state.ts';
import { type Constraints, checkConstraints } from './grant-constraints.ts';
import { grantToken } from './grant-tokens.ts';
import { changeable, dryRun, forKey, keyOf, type OnKey, put } from './key.ts';
import type { Outputs } from './outputs.generated.ts';
import { type Paging, pageOf } from './paging.ts';
import { retireGrant } from './retire-grant.ts';

/** KMS Developer Guide, "Resource quotas": grants per KMS key. */
const mostGrants = 50_000;

export const grantOperations: Record<string, Operation> = {
  CreateGrant: operation<
    OnKey & {
      readonly GranteePrincipal: string;
      readonly RetiringPrincipal?: string;
      readonly Name?: string;
      readonly Operations: readonly string[];
      readonly Constraints?: Constraints;
      readonly DryRun?: boolean;
    },
    Outputs['CreateGrant']
  >({
    permissions: forKey('CreateGrant'),
    run(input, call) {
      const key = changeable(input, call);
      const { EncryptionContextSubset = {}, EncryptionContextEquals } = input.Constraints ?? {};
      checkConstraints(input.Constraints ?? {});
      if (key.grants.length >= mostGrants) {
        throw new AwsError(
          'LimitExceededException',
          `${key.arn} has ${mostGrants} grants already.`,
        );
      }
      if (input.DryRun === true) throw dryRun();
      const grant: GrantRecord = {
        id: randomBytes(32).toString('hex'),
        grantee: input.GranteePrincipal,
        ...(input.Name === undefined ? {} : { name: input.Name }),
        ...(input.RetiringPrincipal === undefined ? {} : { retiring: input.RetiringPrincipal }),
        operations: [...new Set(input.Operations)],
        context: EncryptionContextSubset,
        ...(EncryptionContextEquals === undefined ? {} : { exactContext: EncryptionContextEquals }),
        issuer: call.caller.accountId,
        createdAt: call.now,
      };
      put(call, { ...key, grants: [...key.grants, grant] });
      return {
        GrantId: grant.id,
        GrantToken: grantToken(call, { keyArn: key.arn, grantId: grant.id }),
      };
    },
  }),
  ListGrants: operation<
    OnKey & Paging & { readonly GrantId?: string; readonly GranteePrincipal?: string },
    Outputs['ListGrants']
  >({
    permissions: forKey('ListGrants'),
    run(input, call) {
      const key = keyOf(input, call);
      const wanted = key.grants.filter(
        ({ id, grantee }) =>
          (input.GrantId ?? id) === id && (input.GranteePrincipal ?? grantee) === grantee,
      );
      const { items, Truncated, NextMarker } = pageOf(wanted, input, { usual: 50, most: 100 });
      return { Grants: items.map((grant) => rendered(key, grant)), Truncated, NextMarker };
    },
  }),
  RetireGrant: retireGrant,
  RevokeGrant: operation<
    OnKey & { readonly GrantId: string; readonly DryRun?: boolean },
    Outputs['RevokeGrant']
  >({
    permissions: forKey('RevokeGrant'),
    run(input, call) {
      const key = changeable(input, call);
      const left = key.grants.filter(({ id }) => id !== input.GrantId);
      if (left.length === key.grants.length) {
        throw new AwsError('NotFoundException', `Grant ID ${input.GrantId} not found`);
      }
      if (input.DryRun === true) throw dryRun();
      put(call, { ...key, grants: left });
      return {};
    },
  }),
};

function rendered(key: KeyRecord, grant: GrantRecord) {
  const { context, exactContext } = grant;
  const hasSubset = Object.keys(context).length > 0 || exactContext === undefined;
  return {
    KeyId: key.arn,
    GrantId: grant.id,
    Name: grant.name ?? '',
    ...(grant.retiring === undefined ? {} : { RetiringPrincipal: grant.retiring }),
    CreationDate: new Date(grant.createdAt),
    GranteePrincipal: grant.grantee,
    IssuingAccount: `arn:aws:iam::${grant.issuer ?? key.accountId}:root`,
    Operations: grant.operations,
    Constraints: {
      ...(hasSubset ? { EncryptionContextSubset: context } : {}),
      ...(exactContext === undefined ? {} : { EncryptionContextEquals: exactContext }),
    },
  };
}
