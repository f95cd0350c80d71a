import { invalid, schemaErrors } from './error.ts';
import type { LifecycleRule, RuleAction } from './policy.ts';
import { asObject, oneOf, onlyKnown, positive, required } from './read-fields.ts';
import { readSelection } from './read-selection.ts';

/** @throws LifecyclePolicyError for the first error in the rule. */
export function readRule(value: unknown): LifecycleRule {
  const fields = asObject(value);
  required(fields, ['action', 'rulePriority', 'selection']);
  onlyKnown(fields, ['action', 'description', 'rulePriority', 'selection']);
  const { description } = fields;
  if (description !== undefined && typeof description !== 'string') {
    throw schemaErrors.type(description, 'string');
  }
  const rule = {
    priority: positive(fields.rulePriority),
    ...(description === undefined ? {} : { description }),
    action: readAction(fields.action),
    selection: readSelection(fields.selection),
  };
  requirePair(rule);
  return rule;
}

function readAction(value: unknown): RuleAction {
  const fields = asObject(value);
  required(fields, ['type']);
  onlyKnown(fields, ['type', 'targetStorageClass']);
  const type = oneOf(fields.type, ['expire', 'transition']);
  const target = type === 'transition' ? 'archive' : undefined;
  // `"targetStorageClass": null` differs from an absent field: ECR refuses it (terraform-aws-ecr#158).
  if (
    fields.targetStorageClass !== target ||
    Object.hasOwn(fields, 'targetStorageClass') === (target === undefined)
  ) {
    throw schemaErrors.noSchema(2);
  }
  return type;
}

/** A rule by last pull can only archive images; a rule by time in the archive can only expire them. */
function requirePair({ action, selection }: LifecycleRule): void {
  const { type } = selection.count;
  if (type === 'sinceImagePulled' && action !== 'transition') {
    throw invalid('Rules with countType=SINCE_IMAGE_PULLED must have action type=TRANSITION');
  }
  if (type === 'sinceImageTransitioned' && action !== 'expire') {
    throw invalid('Rules with countType=SINCE_IMAGE_TRANSITIONED must have action type=EXPIRE');
  }
}
