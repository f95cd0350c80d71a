import { PolicyError, validatePolicyText } from '../../../iam/index.ts';
import type { Call } from '../../core/call.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import { managedDocument } from '../iam/policy-documents.ts';

export interface SessionPolicyInput {
  readonly Policy?: string | undefined;
  readonly PolicyArns?: readonly { readonly arn?: string | undefined }[] | undefined;
}

const maxPolicyArns = 10;
const maxPlainText = 2048;

/**
 * The documents that limit a session, from its inline policy and its managed ones.
 * @returns undefined when none was given: then nothing limits the session.
 * @throws AwsError `MalformedPolicyDocument`, `PackedPolicyTooLarge`, `ValidationError`.
 */
export function sessionPolicies(
  { core }: Call,
  { Policy, PolicyArns = [] }: SessionPolicyInput,
): string[] | undefined {
  if (Policy === undefined && PolicyArns.length === 0) return undefined;
  if (PolicyArns.length > maxPolicyArns) {
    throw new AwsError('PackedPolicyTooLarge', 'The list of managed policy ARNs is too long.');
  }
  const managed = PolicyArns.map(({ arn = '' }) => {
    const document = managedDocument(core.state, arn);
    if (document === undefined) {
      throw new AwsError('MalformedPolicyDocument', `The managed policy ${arn} does not exist.`);
    }
    return document;
  });
  return Policy === undefined ? managed : [checked(Policy), ...managed];
}

function checked(policy: string): string {
  if (policy.length > maxPlainText) {
    const percent = Math.ceil((policy.length / maxPlainText) * 100);
    throw new AwsError(
      'PackedPolicyTooLarge',
      `Packed policy consumes ${percent}% of allotted space, please use smaller policy.`,
    );
  }
  try {
    validatePolicyText(policy, 'session');
  } catch (error) {
    if (error instanceof PolicyError) throw new AwsError('MalformedPolicyDocument', error.message);
    throw error;
  }
  return policy;
}

/** How much of the space for session policies and tags is used, in percent. */
export function packedSize(policies: readonly string[], tags: Readonly<Record<string, string>>) {
  const size = [...policies, ...Object.entries(tags).flat()].join('').length;
  return size === 0 ? {} : { PackedPolicySize: Math.max(1, Math.round((size / 4096) * 100)) };
}
