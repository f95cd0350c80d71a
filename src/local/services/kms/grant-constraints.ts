import { AwsError } from '../../protocol/aws-error.ts';
import type { GrantRecord } from '../../state.ts';

type Context = Readonly<Record<string, string>>;

export interface Constraints {
  readonly EncryptionContextSubset?: Context;
  readonly EncryptionContextEquals?: Context;
}

/** Those parts of a request that decide whether a grant covers it. */
export interface Granted {
  readonly EncryptionContext?: Context;
  /** Of a grant that is to be made. */
  readonly Operations?: readonly string[];
  readonly Constraints?: Constraints;
}

const withoutContext = new Set(['DescribeKey', 'RetireGrant', 'CreateGrant', 'GetPublicKey']);

/**
 * Whether a grant allows its grantee a request. Constraints bear on cryptographic operations only; who may make grants by
 * a grant may make such as allow no more than that one (KMS Developer Guide, "Creating grants"; API reference,
 * GrantConstraints).
 */
export function covers(grant: GrantRecord, operation: string, request: Granted): boolean {
  if (!grant.operations.includes(operation)) return false;
  if (operation === 'CreateGrant') return isNoWider(request, grant);
  return withoutContext.has(operation) || isSatisfied(grant, request.EncryptionContext ?? {});
}

function isSatisfied({ context, exactContext }: GrantRecord, given: Context): boolean {
  return includes(given, context) && (exactContext === undefined || equals(given, exactContext));
}

/** Whether a grant to be made allows no more than the one that it is made by. */
function isNoWider(
  { Operations = [], Constraints = {} }: Granted,
  { operations, context, exactContext }: GrantRecord,
): boolean {
  const { EncryptionContextSubset: least = {}, EncryptionContextEquals: exact } = Constraints;
  const keepsExact =
    exactContext === undefined || (exact !== undefined && equals(exact, exactContext));
  return (
    Operations.every((one) => operations.includes(one)) &&
    keepsExact &&
    (includes(least, context) || (exact !== undefined && includes(exact, context)))
  );
}

/** Keys of constraints are compared without case, values with it (API reference, GrantConstraints). */
function includes(given: Context, wanted: Context): boolean {
  const pairs = Object.entries(given);
  return Object.entries(wanted).every(([key, value]) =>
    pairs.some(([name, one]) => one === value && name.toLowerCase() === key.toLowerCase()),
  );
}

function equals(given: Context, wanted: Context): boolean {
  return includes(given, wanted) && includes(wanted, given);
}

const mostPairs = 8;
const longestValue = 384;

/** @throws AwsError `ValidationException` beyond KMS's limits (API reference, CreateGrant). */
export function checkConstraints({
  EncryptionContextSubset = {},
  EncryptionContextEquals = {},
}: Constraints): void {
  for (const context of [EncryptionContextSubset, EncryptionContextEquals]) {
    const pairs = Object.entries(context);
    if (pairs.length > mostPairs) {
      throw new AwsError(
        'ValidationException',
        `A grant constraint has at most ${mostPairs} encryption context pairs.`,
      );
    }
    if (pairs.some(([key, value]) => key.length > longestValue || value.length > longestValue)) {
      throw new AwsError(
        'ValidationException',
        `A key or value of a grant constraint has at most ${longestValue} characters.`,
      );
    }
  }
}
