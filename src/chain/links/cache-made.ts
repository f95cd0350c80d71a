import type { PlannedChange } from '../../actions/index.ts';
import type { Decision } from '../../iam/index.ts';
import { nameOf } from '../../names/arn.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import { templateOf } from '../cache.ts';
import { broken } from '../link.ts';
import type { LinkOutcome, PlannedFix } from '../proof.ts';
import { cacheRuleOf, type Subject } from '../subject.ts';
import type { RoleFacts } from '../world.ts';
import { said } from './denials.ts';
import { registryOf } from './fixes.ts';

/**
 * A repository under a cache rule without a policy: the rule's first pull makes it without one, unless a creation template
 * has one for it (ECR User Guide, "Templates to control repositories created during a pull through cache action").
 * @param fix gives this repository the policy.
 * @returns undefined where no cache rule is known to fill it.
 */
export function madeByCache(
  subject: Subject,
  place: EcrImage,
  role: RoleFacts,
  decision: Decision,
  fix: PlannedFix,
): LinkOutcome | undefined {
  const rule = cacheRuleOf(place, subject.world);
  if (rule.state !== 'known') return undefined;
  const template = templateOf(place, 'PULL_THROUGH_CACHE', subject.world);
  if (template.state === 'known' && template.value.hasPolicy) return undefined;
  const document = policyOf(fix);
  const at = {
    kind: 'set-creation-template',
    ...registryOf(place),
    reversibility: 'reversible',
  } as const;
  const lasting: PlannedChange[] =
    template.state === 'unseen' || document === undefined
      ? []
      : [
          template.state === 'known'
            ? { ...at, prefix: template.value.prefix, document }
            : { ...at, prefix: rule.value, appliedFor: ['PULL_THROUGH_CACHE'], document },
        ];
  const text = `${place.name}, which cache rule ${rule.value} fills, has no policy, and ${nameOf(role.arn)} is of another account`;
  return broken('HW1414', said(text, decision), {
    text: `${fix.text} Repositories that the rule makes later get it from a creation template only.`,
    changes: [...(fix.changes ?? []), ...lasting],
  });
}

function policyOf({ changes = [] }: PlannedFix): object | undefined {
  return changes.flatMap((one) => (one.kind === 'set-repository-policy' ? [one.document] : []))[0];
}
