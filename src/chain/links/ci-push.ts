import type { Decision } from '../../iam/index.ts';
import { nameOf, parseArn } from '../../names/arn.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import {
  type AddedStatement,
  emptyDocument,
  extended,
  type PullProof,
  pushActions,
  readDocument,
} from '../../pull/index.ts';
import { broken, holds, linkOf, notSeen } from '../link.ts';
import type { LinkOutcome, PlannedFix } from '../proof.ts';
import { type PullQuestion, provePush, pullQuestionOf, repairPush } from '../pull-question.ts';
import type { Subject } from '../subject.ts';
import { undecided } from '../undecided.ts';
import type { RoleFacts } from '../world.ts';
import { checkIdentityToken } from './ci-trust.ts';
import { said } from './denials.ts';
import { putRolePolicy, setRepositoryPolicy } from './fixes.ts';
import { noSuchRole } from './no-such-role.ts';

/** A build gets its role, and the role may make every call of a push. */
export const ciPush = linkOf('ci-push', ['place'], (subject): LinkOutcome => {
  const { pull, role, place } = subject;
  if (pull.kind !== 'push') return holds('nothing is pushed');
  if (role.state === 'unseen') return notSeen(role.need);
  if (role.state === 'absent') return noSuchRole(pull.role, 'name one that exists with --as');
  const trust = checkIdentityToken(subject, pull.token, role.value);
  const may = checkRights(subject, role.value, place);
  if (trust.status === 'broken') {
    return may.status === 'broken' ? { ...trust, others: [may.finding] } : trust;
  }
  if (may.status !== 'holds' || trust.status === 'holds') {
    return may.status === 'unseen' && trust.status === 'unseen'
      ? notSeen(...trust.needs, ...may.needs)
      : may;
  }
  return trust;
});

function checkRights(subject: Subject, role: RoleFacts, place: EcrImage): LinkOutcome {
  const partition = parseArn(role.arn)?.partition ?? place.partition;
  if (partition !== place.partition) {
    return notSeen({
      fact: `how a role of partition ${partition} would push to ${place.partition}: AWS takes no credentials of another partition`,
      permission: `a role of partition ${place.partition}`,
    });
  }
  const question = pullQuestionOf(subject, role);
  const proof = provePush(question);
  if (proof.pull === 'fails') return lacksRight(subject, question, place, proof);
  if (proof.pull === 'unseen') return undecided(question, proof);
  return holds(`${nameOf(role.arn)} may make every call of a push to ${place.name}`);
}

function lacksRight(
  subject: Subject,
  question: PullQuestion,
  place: EcrImage,
  proof: PullProof,
): LinkOutcome {
  const { role } = question;
  const { action, decision } = proof.steps.at(-1) as PullProof['steps'][number];
  const why =
    decision.decision === 'explicitDeny'
      ? `${labelOf(decision)} denies ${nameOf(role.arn)} ${action} on ${place.repositoryArn}`
      : `${layerOf(decision)} allows ${nameOf(role.arn)} to ${action} on ${action === pushActions[0] ? '*' : place.repositoryArn}`;
  return broken('HW2305', said(why, decision), fixOf(subject, question, place, decision));
}

function labelOf({ deciding: [statement], deniedBy }: Decision): string {
  const label = statement?.sid ?? `statement ${(statement?.statement ?? 0) + 1}`;
  return `"${label}" of the ${deniedBy} policies`;
}

function layerOf({ deniedBy = 'identity' }: Decision): string {
  if (deniedBy === 'identity') return 'no policy of the role';
  return deniedBy === 'resource' ? 'no policy of the repository' : `no ${deniedBy} policy`;
}

/** What the policies lack, added to the role's and to the repository's; what others keep is theirs to change. */
function fixOf(
  subject: Subject,
  question: PullQuestion,
  place: EcrImage,
  { decision, deniedBy }: Decision,
): PlannedFix {
  const repair = repairPush(question);
  const isOfTwo = ({ policyType }: AddedStatement) =>
    policyType === 'identity' || policyType === 'resource';
  if (decision === 'explicitDeny' || repair.kind !== 'add' || !repair.add.every(isOfTwo)) {
    return {
      text: `Have the ${deniedBy} policies let the role make the calls of a push: ${pushActions.join(', ')}.`,
    };
  }
  const of = (type: AddedStatement['policyType']) =>
    repair.add.filter(({ policyType }) => policyType === type).map(({ statement }) => statement);
  const [own, others] = [of('identity'), of('resource')];
  const name = `ecr-push-${place.name.replaceAll('/', '-')}`.slice(0, 128);
  return {
    text: `Grant what the push lacks: ${[...own, ...others].flatMap(({ Action }) => Action).join(', ')}. Clients that look for the image first need ecr:BatchGetImage as well.`,
    changes: [
      ...(own.length === 0
        ? []
        : [putRolePolicy(question.role, name, { ...emptyDocument, Statement: own })]),
      ...(others.length === 0 ? [] : [withStatements(subject, place, others)]),
    ],
  };
}

function withStatements({ repository }: Subject, place: EcrImage, statements: readonly object[]) {
  const policy = repository.state === 'known' ? repository.value.policy : repository;
  if (policy.state !== 'known') {
    return setRepositoryPolicy(place, { ...emptyDocument, Statement: statements });
  }
  const before = readDocument(policy.value);
  return setRepositoryPolicy(place, extended(before, ...statements), before);
}
