import { invalid } from './error.ts';
import type { LifecycleRule } from './policy.ts';

/**
 * Checks the rules against each other (ECR User Guide, "Lifecycle policy evaluation rules").
 * @param rules in order of priority.
 * @throws LifecyclePolicyError.
 */
export function checkRules(rules: readonly LifecycleRule[]): void {
  for (const [index, { priority }] of rules.entries()) {
    if (priority === rules[index - 1]?.priority) {
      throw invalid(`Rule priorities must be unique, found ${priority} more than once`);
    }
  }
  for (const storageClass of ['standard', 'archive'] as const) {
    checkClass(rules.filter(({ selection }) => selection.storageClass === storageClass));
  }
}

function checkClass(rules: readonly LifecycleRule[]): void {
  const statuses = rules.map(({ selection }) => selection.tags.status);
  if (statuses.filter((status) => status === 'untagged').length > 1) {
    throw invalid('Only one rule can select Untagged images per storage class');
  }
  if (statuses.slice(0, -1).includes('any')) {
    throw invalid('Rule for tagStatus=ANY must have the lowest priority per storage class');
  }
  const prefixes = rules.flatMap(({ selection: { tags } }) =>
    'prefixes' in tags ? tags.prefixes : [],
  );
  const twice = prefixes.find((prefix, index) => prefixes.indexOf(prefix) !== index);
  if (twice !== undefined) {
    throw invalid(`Tag prefixes must be unique per storage class, found '${twice}' more than once`);
  }
}
