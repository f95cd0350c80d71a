import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Call } from '../../core/call.ts';
import { AwsError } from '../../protocol/aws-error.ts';

const proofLength = 32;

export interface NamedGrant {
  readonly keyArn: string;
  readonly grantId: string;
}

/** A token that names a grant and that nobody else can make: who knows the grant's id does not know its token. */
export function grantToken(call: Call, { keyArn, grantId }: NamedGrant): string {
  const named = `${grantId} ${keyArn}`;
  return Buffer.concat([proofOf(call, named), Buffer.from(named)]).toString('base64');
}

/** The grant that a token is of. @throws AwsError `InvalidGrantTokenException`. */
export function grantOfToken(call: Call, token: string): NamedGrant {
  const bytes = Buffer.from(token, 'base64');
  const named = bytes.subarray(proofLength).toString();
  const proof = bytes.subarray(0, proofLength);
  const [grantId, keyArn] = named.split(' ');
  const isProven = proof.length === proofLength && timingSafeEqual(proof, proofOf(call, named));
  if (!isProven || grantId === undefined || keyArn === undefined) throw invalidToken();
  return { keyArn, grantId };
}

export function invalidToken(): AwsError {
  return new AwsError('InvalidGrantTokenException', 'The grant token is not valid.');
}

function proofOf({ core }: Call, named: string): Buffer {
  return createHmac('sha256', core.settings.sealingKey).update(`kms-grant ${named}`).digest();
}
