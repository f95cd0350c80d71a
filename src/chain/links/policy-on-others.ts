import { nameOf } from '../../names/arn.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import { known } from '../fact.ts';
import { broken } from '../link.ts';
import type { Deciding, LinkOutcome, PlannedFix } from '../proof.ts';
import { type PullQuestion, proveSide, pullQuestionOf } from '../pull-question.ts';
import type { Subject } from '../subject.ts';
import { lookUp, otherPoliciesAt } from '../world.ts';

/**
 * Why a repository without a policy keeps a role of another account out, where other repositories of its registry have one
 * that lets this role pull: a policy is of one repository alone (ECR User Guide, "Private repository policies").
 * @param fix lets the role in.
 * @returns undefined where no other repository lets it in, as far as was seen.
 */
export function policyOnOthers(
  subject: Subject,
  question: PullQuestion,
  place: EcrImage,
  deciding: Deciding,
  fix: PlannedFix,
): LinkOutcome | undefined {
  const others = lookUp(subject.world, otherPoliciesAt(place));
  const { repository } = subject;
  if (others.state !== 'known' || repository.state !== 'known') return undefined;
  const { role } = question;
  const letIn = Object.entries(others.value)
    .filter(([name]) => name !== place.name)
    .filter(([, policy]) => {
      const as = known({ ...repository.value, policy: known(policy) });
      return proveSide(pullQuestionOf(subject, role, as), 'repository').pull === 'works';
    })
    .map(([name]) => name);
  if (letIn.length === 0) return undefined;
  const names = letIn.slice(0, 3).join(', ');
  return broken(
    'HW1310',
    {
      ...deciding,
      text: `${place.name} has no policy, and ${nameOf(role.arn)} is of another account: the policy of ${names} lets it pull, and is of that repository alone`,
    },
    {
      ...fix,
      text: `${fix.text} For repositories that are yet to be made, a repository creation template sets it.`,
    },
  );
}
