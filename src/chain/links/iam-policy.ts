import type { Decision } from '../../iam/index.ts';
import { nameOf, parseArn } from '../../names/arn.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import { grantsSomewhere, judgeAccess, judgeToken, registryPolicyOf } from '../access.ts';
import type { Need } from '../fact.ts';
import { broken, holds, type Link, notSeen, skipped } from '../link.ts';
import type { Deciding, Fix, LinkOutcome } from '../proof.ts';
import { secretsFor } from '../secrets.ts';
import type { Subject } from '../subject.ts';
import type { NamedPolicy, RoleFacts } from '../world.ts';
import { said } from './denials.ts';
import {
  attachPullOnly,
  exempted,
  extended,
  guardRisk,
  pullActions,
  putRolePolicy,
  readDocument,
  replacePolicy,
} from './fixes.ts';

/** The role's own policies, and its boundary, let it fetch a token, the manifest and the layers. */
export const iamPolicy: Link = {
  name: 'iam-policy',
  check(subject) {
    const { role, place } = subject;
    if (role.state === 'unseen') return notSeen(role.need);
    if (role.state === 'absent') return skipped('there is no role to pull with');
    if (secretsFor(subject).working !== undefined) return skipped('the pod pulls with a Secret');
    if (place === undefined) return skipped('the image is not in a private ECR registry');
    const partition = parseArn(role.value.arn)?.partition ?? place.partition;
    if (partition !== place.partition) return notSeen(otherPartition(partition, place));
    const token = judgeToken(subject, role.value);
    if (token.decision.decision !== 'allowed') {
      return tokenDenied(role.value, place, token.decision);
    }
    const needs: Need[] = [...token.needs];
    for (const action of pullActions) {
      const { identitySide, crossAccount } = judgeAccess(subject, role.value, action);
      const { decision } = identitySide;
      if (decision.deniedBy === 'resource') continue;
      if (decision.decision === 'allowed') needs.push(...identitySide.needs);
      else if (!crossAccount && decision.decision === 'implicitDeny' && mayBeGranted(subject)) {
        needs.push(...policiesUnseen(subject));
      } else return actionDenied(role.value, place, action, decision);
    }
    if (needs.length > 0) return notSeen(...needs);
    return holds(
      `${nameOf(role.value.arn)} may fetch a token, manifests and layers of ${place.name}`,
    );
  },
};

/** Each partition knows its own accounts only (IAM User Guide, "ARN partitions"): policies can't open another one. */
function otherPartition(partition: string, place: EcrImage): Need {
  return {
    fact: `how a role of partition ${partition} would pull from ${place.partition}: AWS takes no credentials of another partition`,
    permission: `a pull Secret, or a copy of the image in a registry of partition ${partition}`,
  };
}

/** Within one account a policy of the repository or registry can grant what the role's own do not. */
function mayBeGranted(subject: Subject): boolean {
  return policiesUnseen(subject).length > 0;
}

function policiesUnseen(subject: Subject): Need[] {
  const { repository } = subject;
  const own = repository.state === 'known' ? repository.value.policy : repository;
  return [own, registryPolicyOf(subject)].flatMap((fact) =>
    fact.state === 'unseen' ? [fact.need] : [],
  );
}

const tokenGrant = { Action: 'ecr:GetAuthorizationToken', Resource: '*' };

function pullGrant({ repositoryArn }: EcrImage): object {
  return { Action: [...pullActions], Resource: repositoryArn };
}

function tokenDenied(role: RoleFacts, place: EcrImage, decision: Decision): LinkOutcome {
  if (decision.decision === 'explicitDeny') return explicitlyDenied(role, decision);
  if (decision.deniedBy === 'boundary') {
    return boundaryLacks(role, decision, [tokenGrant, pullGrant(place)]);
  }
  if (grantsSomewhere(role, 'ecr:GetAuthorizationToken')) {
    const Statement = [{ Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' }];
    return broken(
      'HW0702',
      said(
        `a policy of ${nameOf(role.arn)} grants ecr:GetAuthorizationToken, but not on *`,
        decision,
      ),
      {
        text: 'The action has no resource type, so a repository ARN never matches it: grant it on *.',
        ...putRolePolicy(role, 'ecr-token', { Version: '2012-10-17', Statement }),
      },
    );
  }
  return broken(
    'HW0701',
    said(`no policy of ${nameOf(role.arn)} grants ecr:GetAuthorizationToken`, decision),
    {
      text: 'Attach AmazonEC2ContainerRegistryPullOnly to the node role (or grant the token on * yourself).',
      ...attachPullOnly(role),
    },
  );
}

function actionDenied(
  role: RoleFacts,
  place: EcrImage,
  action: (typeof pullActions)[number],
  decision: Decision,
): LinkOutcome {
  if (decision.decision === 'explicitDeny') return explicitlyDenied(role, decision);
  const grant = pullGrant(place);
  if (decision.deniedBy === 'boundary') return boundaryLacks(role, decision, [grant]);
  const Statement = [{ Effect: 'Allow', ...grant }];
  const name = `ecr-pull-${place.name.replaceAll('/', '-')}`.slice(0, 128);
  const fix: Fix = {
    text: `Grant ${pullActions.join(' and ')} on ${place.repositoryArn}.`,
    ...putRolePolicy(role, name, { Version: '2012-10-17', Statement }),
  };
  const why = `no policy of ${nameOf(role.arn)} grants ${action} on ${place.repositoryArn}`;
  return broken(action === 'ecr:BatchGetImage' ? 'HW0703' : 'HW0704', said(why, decision), fix);
}

/** A Deny in one of the role's policies, or in its boundary: the statement itself is the cause. */
function explicitlyDenied(role: RoleFacts, decision: Decision): LinkOutcome {
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
  return broken(statement.policyType === 'boundary' ? 'HW0709' : 'HW0708', deciding, {
    text: `Exempt the role from ${label} of ${policy.name}.`,
    risk: guardRisk(label),
    ...replacePolicy(
      role,
      policy,
      exempted(readDocument(policy.document), statement.statement, role.arn),
    ),
  });
}

function boundaryLacks(
  role: RoleFacts,
  decision: Decision,
  grants: readonly object[],
): LinkOutcome {
  const boundary = role.boundary as NamedPolicy;
  const statements = grants.map((grant) => ({ Effect: 'Allow', ...grant }));
  const document = extended(readDocument(boundary.document), ...statements);
  return broken(
    'HW0709',
    {
      ...said(`the permissions boundary ${boundary.name} does not allow it`, decision),
      policy: boundary.name,
    },
    {
      text: 'Add the actions of a pull to the boundary: it caps whatever the policies grant.',
      ...replacePolicy(role, boundary, document),
    },
  );
}
