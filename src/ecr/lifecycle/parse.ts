import { checkRules } from './check-rules.ts';
import { invalid, LifecyclePolicyError, schemaErrors } from './error.ts';
import type { LifecyclePolicy } from './policy.ts';
import { asObject, onlyKnown } from './read-fields.ts';
import { readRule } from './read-rule.ts';

/** Longest policy text, in characters, and most rules (Amazon ECR service quotas). */
const maxLength = 30_720;
const maxRules = 50;

/**
 * Parses a lifecycle policy as PutLifecyclePolicy does, and reports the first error: in the text, then in the
 * fields of each rule, then between rules.
 * @returns the rules in order of priority.
 * @throws LifecyclePolicyError with ECR's message.
 */
export function parseLifecyclePolicy(text: string): LifecyclePolicy {
  if (text.length > maxLength) {
    throw new LifecyclePolicyError(`must have length less than or equal to ${maxLength}`);
  }
  const policy = asObject(parseJson(text));
  if (!Array.isArray(policy.rules)) throw schemaErrors.missing(['rules']);
  onlyKnown(policy, ['rules']);
  if (policy.rules.length === 0) throw schemaErrors.tooFewElements();
  if (policy.rules.length > maxRules) {
    throw schemaErrors.tooManyElements(policy.rules.length, maxRules);
  }
  const rules = policy.rules.map(readRule).sort((a, b) => a.priority - b.priority);
  checkRules(rules);
  return { rules };
}

function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw invalid('Could not map policyString into LifecyclePolicy.');
}
