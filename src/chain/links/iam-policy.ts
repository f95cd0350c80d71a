import type { Need } from '../../causes/need.ts';
import type { Decision } from '../../iam/index.ts';
import { nameOf, parseArn } from '../../names/arn.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import {
  type AddedStatement,
  extended,
  type PullAction,
  type PullProof,
  type PullStep,
  readDocument,
  withoutPull,
} from '../../pull/index.ts';
import { broken, holds, linkOf, notSeen } from '../link.ts';
import type { Deciding, LinkOutcome, PlannedFix } from '../proof.ts';
import {
  grantsElsewhere,
  type PullQuestion,
  proveSide,
  pullQuestionOf,
  repairSide,
} from '../pull-question.ts';
import { undecided } from '../undecided.ts';
import type { NamedPolicy, RoleFacts } from '../world.ts';
import { said } from './denials.ts';
import {
  attachPullOnly,
  guardRisk,
  putRolePolicy,
  replacePolicy,
  sharedPolicyRisk,
} from './fixes.ts';
import { nearlyGranted } from './not-granted.ts';
import { deniedByRcp, deniedByScp } from './organization-policy.ts';
import { whyNotGranted } from './why-not-granted.ts';

type Broken = Extract<LinkOutcome, { status: 'broken' }>;

/** The role's own policies, its boundary and the organizations let it fetch a token, the manifest and the layers. */
export const iamPolicy = linkOf('iam-policy', ['byNode', 'role', 'place'], (subject) => {
  const { role, place } = subject;
  const partition = parseArn(role.value.arn)?.partition ?? place.partition;
  if (partition !== place.partition) return notSeen(otherPartition(partition, place));
  const question = pullQuestionOf(subject, role.value);
  const proof = proveSide(question, 'puller');
  const guards = proveSide(question, 'registry organization');
  if (proof.pull === 'fails') {
    const why = whyNotGranted(subject, question, place, denied(question, place, proof));
    return withOther(why, byRcp(question, guards));
  }
  const rcp = byRcp(question, guards);
  if (rcp !== undefined) return rcp;
  const open = [proof, guards].find(({ pull }) => pull === 'unseen');
  if (open !== undefined) {
    return undecided(question, { ...open, steps: [...proof.steps, ...guards.steps] });
  }
  return holds(
    `${nameOf(role.value.arn)} may fetch a token, manifests and layers of ${place.name}`,
  );
});

function byRcp(question: PullQuestion, guards: PullProof): Broken | undefined {
  return guards.pull === 'fails'
    ? deniedByRcp(question, guards.steps.at(-1) as PullStep)
    : undefined;
}

function withOther(outcome: LinkOutcome, other: Broken | undefined): LinkOutcome {
  if (outcome.status !== 'broken' || other === undefined) return outcome;
  return { ...outcome, others: [...(outcome.others ?? []), other.finding] };
}

/** Each partition knows its own accounts only (IAM User Guide, "ARN partitions"): policies can't open another one. */
function otherPartition(partition: string, place: EcrImage): Need {
  return {
    fact: `how a role of partition ${partition} would pull from ${place.partition}: AWS takes no credentials of another partition`,
    permission: `a pull Secret, or a copy of the image in a registry of partition ${partition}`,
  };
}

function denied(question: PullQuestion, place: EcrImage, proof: PullProof): LinkOutcome {
  const { role } = question;
  const { action, decision } = proof.steps.at(-1) as PullStep;
  if (decision.deniedBy === 'scp') return deniedByScp(question, action, decision);
  if (decision.decision === 'explicitDeny') return explicitlyDenied(role, place, action, decision);
  const grants = lacking(question);
  if (decision.deniedBy === 'boundary') return boundaryLacks(role, decision, grants);
  return action === 'ecr:GetAuthorizationToken'
    ? tokenLacks(question, decision, grants)
    : actionLacks(question, place, action, decision, grants);
}

/** The least that the role's policies and its boundary have to grant besides. */
function lacking(question: PullQuestion): readonly AddedStatement[] {
  const repair = repairSide(question, 'puller');
  return (repair.kind === 'add' || repair.kind === 'deny' ? repair.add : undefined) ?? [];
}

function statementsOf(
  grants: readonly AddedStatement[],
  type: AddedStatement['policyType'],
): object[] {
  return grants.filter(({ policyType }) => policyType === type).map(({ statement }) => statement);
}

function tokenLacks(
  question: PullQuestion,
  decision: Decision,
  grants: readonly AddedStatement[],
): LinkOutcome {
  const { role } = question;
  if (grantsElsewhere(question, 'ecr:GetAuthorizationToken')) {
    const Statement = statementsOf(grants, 'identity');
    return broken(
      'HW0702',
      said(
        `a policy of ${nameOf(role.arn)} grants ecr:GetAuthorizationToken, but not on *`,
        decision,
      ),
      {
        text: 'The action has no resource type, so a repository ARN never matches it: grant it on *.',
        changes: [putRolePolicy(role, 'ecr-token', { Version: '2012-10-17', Statement })],
      },
    );
  }
  return broken(
    'HW0701',
    said(`no policy of ${nameOf(role.arn)} grants ecr:GetAuthorizationToken`, decision),
    {
      text: 'Attach AmazonEC2ContainerRegistryPullOnly to the node role (or grant the token on * yourself).',
      changes: [attachPullOnly(role)],
    },
  );
}

function actionLacks(
  question: PullQuestion,
  place: EcrImage,
  action: PullAction,
  decision: Decision,
  grants: readonly AddedStatement[],
): LinkOutcome {
  const { role } = question;
  const Statement = statementsOf(grants, 'identity');
  const name = `ecr-pull-${place.name.replaceAll('/', '-')}`.slice(0, 128);
  const fix: PlannedFix = {
    text: `Grant ${actionsOf(Statement).join(' and ')} on ${place.repositoryArn}.`,
    changes: [putRolePolicy(role, name, { Version: '2012-10-17', Statement })],
  };
  const near = nearlyGranted(question, place, action, decision, fix);
  if (near !== undefined) return near;
  const why = `no policy of ${nameOf(role.arn)} grants ${action} on ${place.repositoryArn}`;
  return broken(action === 'ecr:BatchGetImage' ? 'HW0703' : 'HW0704', said(why, decision), fix);
}

function actionsOf(statements: readonly object[]): string[] {
  return statements.flatMap((one) => (one as { readonly Action: string[] }).Action);
}

/** A Deny in one of the role's policies, or in its boundary: the statement itself is the cause. */
function explicitlyDenied(
  role: RoleFacts,
  { repositoryArn }: EcrImage,
  action: PullAction,
  decision: Decision,
): LinkOutcome {
  const statement = decision.deciding[0];
  const policy =
    statement?.policyType === 'boundary' ? role.boundary : role.policies[statement?.index ?? 0];
  if (statement === undefined || policy === undefined) {
    return broken('HW0708', said('a policy denies the pull explicitly', decision), {
      text: 'Exempt the role from the Deny.',
    });
  }
  const label =
    statement.sid === undefined ? `statement ${statement.statement + 1}` : `"${statement.sid}"`;
  const deciding: Deciding = {
    ...said(`${label} of policy ${policy.name} denies it`, decision),
    policy: policy.name,
    statement,
  };
  const { document, lost } = withoutPull(readDocument(policy.document), statement.statement, {
    roleArn: role.arn,
    repositoryArn,
    action,
    ofRoleAlone: statement.policyType === 'identity' && !policy.name.startsWith('arn:'),
    mayHaveNotAction: true,
  });
  return broken(statement.policyType === 'boundary' ? 'HW0709' : 'HW0708', deciding, {
    text: `Exempt the pull by the role from ${label} of ${policy.name}.`,
    risk: [guardRisk(label, lost), sharedPolicyRisk(role, policy) ?? []].flat().join(' '),
    changes: replacePolicy(role, policy, document),
  });
}

function boundaryLacks(
  role: RoleFacts,
  decision: Decision,
  grants: readonly AddedStatement[],
): LinkOutcome {
  const boundary = role.boundary as NamedPolicy;
  const document = extended(readDocument(boundary.document), ...statementsOf(grants, 'boundary'));
  const risk = sharedPolicyRisk(role, boundary);
  return broken(
    'HW0709',
    {
      ...said(`the permissions boundary ${boundary.name} does not allow it`, decision),
      policy: boundary.name,
    },
    {
      text: 'Add the actions of a pull to the boundary: it limits what the policies grant.',
      ...(risk === undefined ? {} : { risk }),
      changes: replacePolicy(role, boundary, document),
    },
  );
}
