import { distinctNeeds } from '../../causes/need.ts';
import { nameOf } from '../../names/arn.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import { createAction, extended, readDocument } from '../../pull/index.ts';
import { templateOf } from '../cache.ts';
import { absent } from '../fact.ts';
import { broken, holds, notSeen, skipped } from '../link.ts';
import type { LinkOutcome } from '../proof.ts';
import { needsOf } from '../pull-needs.ts';
import { proveSide, pullQuestionOf } from '../pull-question.ts';
import type { Subject } from '../subject.ts';
import { lookUp, type RoleFacts, repositoryAt, roleAt } from '../world.ts';
import { said } from './denials.ts';
import { putRolePolicy, setTrustPolicy } from './fixes.ts';
import { mayAssume, serviceAssumer } from './puller-trust.ts';

/**
 * Where the repository is not there yet, ECR may make it as the role of its template (ECR User Guide, "Creating an IAM role
 * for repository creation templates").
 */
export function checkTemplate(subject: Subject, place: EcrImage): LinkOutcome {
  const { world } = subject;
  const there = lookUp(world, repositoryAt(place));
  if (there.state === 'known') return skipped('the repository is there');
  const template = templateOf(place, 'PULL_THROUGH_CACHE', world);
  if (template.state === 'unseen') return notSeen(template.need);
  if (template.state === 'absent') return holds('no creation template applies');
  const { role: arn, prefix } = template.value;
  if (arn === undefined) return holds(`creation template ${prefix} needs no role`);
  const role = lookUp(world, roleAt(arn));
  if (role.state === 'unseen') return notSeen(role.need);
  if (role.state === 'absent') {
    return broken('HW1418', `role ${nameOf(arn)} of creation template ${prefix} is not there`, {
      text: `Create role ${nameOf(arn)}: ecr.amazonaws.com has to be let in by its trust policy, and it needs ecr:CreateRepository and ecr:TagResource.`,
    });
  }
  return checkRole(subject, place, role.value, prefix);
}

const ecrItself = serviceAssumer('ECR', 'ecr.amazonaws.com');

function checkRole(
  subject: Subject,
  place: EcrImage,
  role: RoleFacts,
  prefix: string,
): LinkOutcome {
  const name = nameOf(role.arn);
  if (!mayAssume(role, ecrItself)) {
    const document = extended(readDocument(role.trust), ecrItself.statement);
    return broken(
      'HW1418',
      `the trust policy of ${name}, the role of creation template ${prefix}, does not allow ecr.amazonaws.com`,
      { text: 'Let ecr.amazonaws.com assume the role.', changes: [setTrustPolicy(role, document)] },
    );
  }
  const question = pullQuestionOf(subject, role, absent);
  const proof = proveSide(question, 'puller', [createAction]);
  if (proof.pull === 'unseen') return notSeen(...distinctNeeds(needsOf(question, proof)));
  const { decision } = proof.steps.at(-1) ?? {};
  if (proof.pull === 'works' || decision === undefined) {
    return holds(`${name} may create the repository from creation template ${prefix}`);
  }
  const Action = [createAction, 'ecr:TagResource'];
  const Statement = [{ Effect: 'Allow', Action, Resource: place.repositoryArn }];
  return broken(
    'HW1418',
    said(
      `${name}, the role of creation template ${prefix}, may not create ${place.name}`,
      decision,
    ),
    {
      text: `Grant the role ${Action.join(' and ')} on ${place.repositoryArn}.`,
      changes: [
        putRolePolicy(role, 'ecr-create-repositories', { Version: '2012-10-17', Statement }),
      ],
    },
  );
}
