import type { Decision } from '../../iam/index.ts';
import { nameOf } from '../../names/arn.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import {
  type EditableDocument,
  emptyDocument,
  extended,
  type PullAction,
  type PullProof,
  type PullStep,
  readDocument,
  withoutPull,
} from '../../pull/index.ts';
import { broken, holds, linkOf } from '../link.ts';
import type { LinkOutcome } from '../proof.ts';
import { type PullQuestion, proveSide, pullQuestionOf, repairSide } from '../pull-question.ts';
import type { Subject } from '../subject.ts';
import { undecided } from '../undecided.ts';
import { madeByCache } from './cache-made.ts';
import { said } from './denials.ts';
import { guardRisk, putRegistryPolicy, setRepositoryPolicy } from './fixes.ts';
import { keptOut } from './not-let-in.ts';
import { policyOnOthers } from './policy-on-others.ts';

/** The repository's own policy lets the role in (another account's) and does not keep it out (any). */
export const repositoryPolicy = linkOf(
  'repository-policy',
  ['place', 'repository', 'byNode', 'role'],
  (subject) => {
    const { place, role } = subject;
    const question = pullQuestionOf(subject, role.value);
    const proof = proveSide(question, 'repository');
    if (proof.pull === 'unseen') return undecided(question, proof);
    if (proof.pull === 'fails') return refused(subject, question, place, proof);
    return holds(
      question.resourcePolicies.every(({ of }) => of !== 'repository')
        ? 'no policy, and none is needed: role and repository are in one account'
        : `the policy of ${place.name} does not block ${nameOf(role.value.arn)}`,
    );
  },
);

function refused(
  subject: Subject,
  question: PullQuestion,
  place: EcrImage,
  proof: PullProof,
): LinkOutcome {
  const { action, decision } = proof.steps.at(-1) as PullStep;
  return decision.decision === 'explicitDeny'
    ? denied(question, place, action, decision)
    : notAllowed(subject, question, place, action, decision);
}

function denied(
  { role, resourcePolicies }: PullQuestion,
  place: EcrImage,
  action: PullAction,
  decision: Decision,
): LinkOutcome {
  const statement = decision.deciding.find(({ policyType }) => policyType === 'resource');
  const number = statement?.statement ?? 0;
  const label = statement?.sid === undefined ? `statement ${number + 1}` : `"${statement.sid}"`;
  const policy = resourcePolicies[statement?.index ?? 0];
  const name = `the ${policy?.of ?? 'repository'} policy`;
  const text = `Exempt the pull by the role from ${label} of ${name}.`;
  const deciding = {
    ...said(`${label} of ${name} denies it`, decision),
    ...(statement === undefined ? {} : { statement }),
  };
  if (policy === undefined) return broken('HW1306', deciding, { text, risk: guardRisk(label) });
  const before = readDocument(policy.document);
  const { document, lost } = withoutPull(before, number, {
    roleArn: role.arn,
    repositoryArn: place.repositoryArn,
    action,
    ofRoleAlone: false,
    mayHaveNotAction: true,
  });
  const set = policy.of === 'repository' ? setRepositoryPolicy : putRegistryPolicy;
  const risk = guardRisk(label, lost);
  return broken('HW1306', deciding, { text, risk, changes: [set(place, document, before)] });
}

function notAllowed(
  subject: Subject,
  question: PullQuestion,
  place: EcrImage,
  action: PullAction,
  decision: Decision,
): LinkOutcome {
  const { role } = question;
  const policy = question.resourcePolicies.find(({ of }) => of === 'repository');
  const before = policy === undefined ? emptyDocument : readDocument(policy.document);
  const fix = {
    text: `Let ${role.arn} pull: another account's role needs the repository's policy as well as its own.`,
    changes: [
      setRepositoryPolicy(place, extended(before, ...grantsOf(question, before)), policy && before),
    ],
  };
  if (policy === undefined) {
    const ofCache = madeByCache(subject, place, role, decision, fix);
    if (ofCache !== undefined) return ofCache;
    const why = said(
      `${place.name} has no policy, and ${nameOf(role.arn)} is of another account`,
      decision,
    );
    return policyOnOthers(subject, question, place, why, fix) ?? broken('HW1301', why, fix);
  }
  return action === 'ecr:BatchGetImage'
    ? keptOut(question, place, policy.document, action, decision, fix)
    : broken(
        'HW1304',
        said(`the policy allows ecr:BatchGetImage, but not ${action}`, decision),
        fix,
      );
}

/** The least that the repository's policy has to grant, under Sids that it does not have yet. */
function grantsOf(question: PullQuestion, before: EditableDocument): object[] {
  const repair = repairSide(question, 'repository');
  const add = (repair.kind === 'add' || repair.kind === 'deny' ? repair.add : undefined) ?? [];
  const name = `PullBy${nameOf(question.role.arn).replace(/[^A-Za-z0-9]/g, '')}`;
  const taken = new Set(before.Statement.map((one) => (one as { readonly Sid?: unknown }).Sid));
  const free = [name, ...[2, 3, 4, 5, 6, 7, 8, 9].map((number) => `${name}${number}`)];
  const Sid = free.find((one) => !taken.has(one));
  return add.map(({ statement }) => ({ ...(Sid === undefined ? {} : { Sid }), ...statement }));
}
