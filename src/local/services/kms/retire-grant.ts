import { parseArn } from '../../../names/arn.ts';
import type { Call } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { GrantRecord } from '../../state.ts';
import { grantOfToken, invalidToken, type NamedGrant } from './grant-tokens.ts';
import { changeable, dryRun, find, named, namesOf, put } from './key.ts';
import type { Outputs } from './outputs.generated.ts';

interface RetireGrant {
  readonly GrantToken?: string;
  readonly KeyId?: string;
  readonly GrantId?: string;
  readonly DryRun?: boolean;
}

/** @throws AwsError `ValidationException` for an id without its key, which is not enough. */
function grantOf({ GrantToken, KeyId, GrantId }: RetireGrant, call: Call): NamedGrant {
  if (GrantToken !== undefined && GrantId === undefined) return grantOfToken(call, GrantToken);
  if (GrantToken === undefined && GrantId !== undefined && KeyId !== undefined) {
    const { asked, arn = asked } = named(KeyId, call);
    return { keyArn: arn, grantId: GrantId };
  }
  throw new AwsError(
    'ValidationException',
    'Name the grant by GrantToken, or by both GrantId and KeyId.',
  );
}

/**
 * Who may retire a grant: its retiring principal, its grantee where the grant says so, and the accounts in which it was
 * made and that own the key. Policies of keys have no say (KMS Developer Guide, "Retiring and revoking grants").
 */
function retirersOf(grant: GrantRecord | undefined, owner: string, account: string): string[] {
  const isGrantees = grant?.operations.includes('RetireGrant') === true;
  const accounts = [owner, grant?.issuer ?? owner].filter((id) => id === account);
  return [
    ...(grant?.retiring === undefined ? [] : [grant.retiring]),
    ...(isGrantees ? [grant.grantee] : []),
    ...accounts.map((id) => `arn:aws:iam::${id}:root`),
  ];
}

export const retireGrant: Operation = operation<RetireGrant, Outputs['RetireGrant']>({
  permissions(input, call) {
    const { keyArn, grantId } = grantOf(input, call);
    const { accountId } = call.caller;
    const owner = parseArn(keyArn)?.accountId ?? accountId;
    const grant = find(keyArn, call)?.grants.find(({ id }) => id === grantId);
    const own = namesOf(call);
    return [
      {
        action: 'kms:RetireGrant',
        resource: keyArn,
        accountId: owner,
        grantedTo: retirersOf(grant, owner, accountId).filter((arn) => own.includes(arn)),
        context: { 'kms:CallerAccount': accountId },
        ...(owner === accountId ? {} : { asked: input.KeyId ?? keyArn }),
      },
    ];
  },
  run(input, call) {
    const { keyArn, grantId } = grantOf(input, call);
    const key = changeable({ KeyId: keyArn }, call);
    const left = key.grants.filter(({ id }) => id !== grantId);
    if (left.length === key.grants.length) {
      if (input.GrantToken !== undefined) throw invalidToken();
      throw new AwsError('NotFoundException', `Grant ID ${grantId} not found`);
    }
    if (input.DryRun === true) throw dryRun();
    put(call, { ...key, grants: left });
    return {};
  },
});
