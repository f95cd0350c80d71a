import { accountOf } from '../../../names/arn.ts';
import type { Call, Core } from '../../core/call.ts';
import type { Permission } from '../../core/service.ts';
import type { SecretRecord } from '../../state.ts';
import { secretErrors } from './errors.ts';

/** The account, Region and name of a secret. */
interface Place {
  readonly accountId: string;
  readonly region: string;
}

export interface OnSecret {
  readonly SecretId: string;
}

export function placeOf({ caller, region }: Call): Place {
  return { accountId: caller.accountId, region };
}

export function keyOfSecret({
  accountId,
  region,
  name,
}: Place & { readonly name: string }): string {
  return `${accountId}/${region} ${name}`;
}

/**
 * Finds a secret by its name or by its ARN, which may lack the six characters that AWS adds to the name. One
 * whose recovery window has ended is deleted.
 */
export function findSecret(core: Core, place: Place, id: string): SecretRecord | undefined {
  const [, , , region = '', accountId = '', , ...rest] = id.split(':');
  const isArn = id.startsWith('arn:');
  const home = isArn ? { accountId, region } : place;
  const given = isArn ? rest.join(':') : id;
  const { secrets } = core.state;
  for (const name of isArn ? [given.replace(/-\w{6}$/, ''), given] : [given]) {
    const found = secrets.get(keyOfSecret({ ...home, name }));
    if (found === undefined) continue;
    if (isArn && found.arn !== id && given !== name) continue;
    if (found.deletesAt === undefined || found.deletesAt > core.clock.now()) return found;
    secrets.delete(keyOfSecret(found));
  }
  return undefined;
}

/** @throws AwsError `ResourceNotFoundException`; `InvalidRequestException` while it is scheduled for deletion. */
export function usableSecret(call: Call, { SecretId }: OnSecret): SecretRecord {
  const found = anySecret(call, SecretId);
  if (found.deletesAt !== undefined) throw secretErrors.isGoing();
  return found;
}

/** Whether a text may be the name of a secret. */
export function isSecretName(name: string): boolean {
  return /^[\w/+=.@!-]+$/.test(name);
}

/** @throws AwsError `ResourceNotFoundException`; `ValidationException` for what is neither name nor ARN. */
export function anySecret(call: Call, id: string): SecretRecord {
  if (!id.startsWith('arn:') && !isSecretName(id)) throw secretErrors.invalidName();
  const found = findSecret(call.core, placeOf(call), id);
  if (found === undefined) throw secretErrors.notFound();
  return found;
}

/**
 * The permission for an action on a secret. One that does not exist stands for every ARN its name could get
 * (Secrets Manager User Guide, "Permissions policy examples": `name-??????`).
 */
export const forSecret =
  (action: string) =>
  ({ SecretId }: OnSecret, call: Call): readonly Permission[] => {
    const found = findSecret(call.core, placeOf(call), SecretId);
    const resource =
      found?.arn ??
      (SecretId.startsWith('arn:') ? SecretId : arnOfSecret(placeOf(call), SecretId, '??????'));
    return [
      {
        action: `secretsmanager:${action}`,
        resource,
        accountId: accountOf(resource) ?? call.caller.accountId,
        ...(found?.policy === undefined ? {} : { resourcePolicies: [found.policy] }),
        context: {
          'secretsmanager:SecretId': SecretId,
          ...Object.fromEntries(
            Object.entries(found?.tags ?? {}).flatMap(([key, value]) => [
              [`aws:ResourceTag/${key}`, value],
              [`secretsmanager:ResourceTag/${key}`, value],
            ]),
          ),
        },
      },
    ];
  };

export function arnOfSecret({ accountId, region }: Place, name: string, suffix: string): string {
  return `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-${suffix}`;
}
