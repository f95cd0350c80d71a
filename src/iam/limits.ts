import { PolicyError } from './errors.ts';

/** The use of a policy text; each has its own quota (IAM User Guide, "IAM and STS quotas"). */
export type PolicyUse =
  | { readonly kind: 'managed' }
  | { readonly kind: 'trust' }
  | { readonly kind: 'inline'; readonly owner: 'user' | 'group' | 'role'; readonly name: string };

const managedQuota = 6144;
const trustQuota = 2048;
/** Of all inline policies of one owner together. */
const inlineQuotas = { user: 2048, group: 5120, role: 10240 } as const;

/** The size that IAM counts: characters without white space. */
export function policySize(text: string): number {
  return text.replace(/\s/g, '').length;
}

/**
 * Checks the quota of policy texts; for inline policies, those of one owner together.
 *
 * @throws PolicyError LimitExceeded, with IAM's text
 */
export function checkPolicySize(texts: readonly string[], use: PolicyUse): void {
  const size = texts.reduce((sum, text) => sum + policySize(text), 0);
  const { quota, message } = quotaOf(use);
  if (size > quota) throw new PolicyError('LimitExceeded', message);
}

function quotaOf(use: PolicyUse): { quota: number; message: string } {
  switch (use.kind) {
    case 'managed':
      return {
        quota: managedQuota,
        message: `Cannot exceed quota for PolicySize: ${managedQuota}`,
      };
    case 'trust':
      return {
        quota: trustQuota,
        message: `Cannot exceed quota for ACLSizePerRole: ${trustQuota}`,
      };
    case 'inline': {
      const quota = inlineQuotas[use.owner];
      const message = `Maximum policy size of ${quota} bytes exceeded for ${use.owner} ${use.name}`;
      return { quota, message };
    }
  }
}
