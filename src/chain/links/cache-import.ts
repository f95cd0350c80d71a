import { distinctNeeds } from '../../causes/need.ts';
import type { Decision } from '../../iam/index.ts';
import { nameOf } from '../../names/arn.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import {
  createAction,
  emptyDocument,
  extended,
  importAction,
  type PullAction,
  readDocument,
  sides,
} from '../../pull/index.ts';
import { broken, holds, notSeen } from '../link.ts';
import type { LinkOutcome, PlannedFix } from '../proof.ts';
import { needsOf } from '../pull-needs.ts';
import { proveSide, pullQuestionOf, registryPolicyOf } from '../pull-question.ts';
import type { Subject } from '../subject.ts';
import { lookUp, type RoleFacts, repositoryAt } from '../world.ts';
import { said } from './denials.ts';
import { attachPullOnly, putRegistryPolicy, putRolePolicy, setRepositoryPolicy } from './fixes.ts';

/** The role may have ECR import the image, and make the repository if it is not there. */
export function checkImport(
  subject: Subject,
  place: EcrImage,
  role: RoleFacts,
  prefix: string,
): LinkOutcome {
  const repository = lookUp(subject.world, repositoryAt(place));
  const question = pullQuestionOf(subject, role, repository);
  const actions = needed(subject, place);
  for (const side of sides) {
    const proof = proveSide(question, side, actions);
    if (proof.pull === 'unseen') return notSeen(...distinctNeeds(needsOf(question, proof)));
    const { decision, action } = proof.steps.at(-1) ?? {};
    if (proof.pull === 'works' || decision === undefined) continue;
    const fix = (side === 'repository' ? theirFix : ownFix)(subject, place, role);
    if (action === createAction) return mayNotImport(role, prefix, decision, fix, true);
    const makes = actions.includes(createAction);
    return (
      onlyWhatIsThere(role, decision, makes, fix) ??
      mayNotImport(role, prefix, decision, fix, false)
    );
  }
  return holds(`${nameOf(role.arn)} may import through cache rule ${prefix}`);
}

const limits: Readonly<Record<string, string>> = {
  boundary: 'its permissions boundary',
  scp: 'a service control policy over its account',
  rcp: "a resource control policy over the registry's account",
};

function mayNotImport(
  role: RoleFacts,
  prefix: string,
  decision: Decision,
  fix: PlannedFix,
  create: boolean,
): LinkOutcome {
  const code = create ? 'HW1405' : 'HW1404';
  const why = create
    ? `the repository is not there yet, and ${nameOf(role.arn)} may import through cache rule ${prefix}, but not create it`
    : `the image is not in the registry yet, and ${nameOf(role.arn)} may not import it through cache rule ${prefix}`;
  const where = limits[decision.deniedBy ?? ''];
  if (decision.decision === 'implicitDeny' && where === undefined) {
    return broken(code, said(why, decision), fix);
  }
  const action = create ? createAction : importAction;
  return broken(code, said(`${why}: ${where ?? 'a Deny'} blocks ${action}`, decision), {
    text: `Allow ${action} there, or pull the image once with an identity that is allowed to import it.`,
  });
}

/** Policies of AWS that grant a pull and no import (AWS Managed Policy Reference). */
const withoutImport =
  /:policy\/(AmazonEC2ContainerRegistryReadOnly|AmazonEC2ContainerRegistryPowerUser|AmazonEKSFargatePodExecutionRolePolicy)$/;

/**
 * Of a role whose pull is a managed policy's that leaves imports out, the policy is the cause.
 * @param otherwise mends it where the repository has to be made as well, which no managed policy for pulls grants.
 */
function onlyWhatIsThere(
  role: RoleFacts,
  decision: Decision,
  makes: boolean,
  otherwise: PlannedFix,
): LinkOutcome | undefined {
  const policy = role.policies.map(({ name }) => name).find((name) => withoutImport.test(name));
  if (policy === undefined || decision.decision !== 'implicitDeny') return undefined;
  if (decision.deniedBy !== undefined && decision.deniedBy !== 'identity') return undefined;
  const name = nameOf(policy);
  const text = `the image is not in the registry yet, and ${name}, which ${nameOf(role.arn)} has, does not grant ${importAction}`;
  const fix = {
    text: 'Attach AmazonEC2ContainerRegistryPullOnly as well: it grants the import into a repository that is there.',
    changes: [attachPullOnly(role)],
  };
  return broken('HW0714', said(text, decision), makes ? otherwise : fix);
}

/** The actions that an import needs: of a repository that is not there, making it as well. */
function needed({ world }: Subject, place: EcrImage): PullAction[] {
  const found = lookUp(world, repositoryAt(place));
  return found.state === 'absent' ? [importAction, createAction] : [importAction];
}

function ownFix(subject: Subject, place: EcrImage, role: RoleFacts): PlannedFix {
  const { name: repository, repositoryArn } = place;
  const Action = needed(subject, place);
  const name = `ecr-import-${repository.replaceAll('/', '-')}`.slice(0, 128);
  const Statement = [{ Effect: 'Allow', Action, Resource: repositoryArn }];
  return {
    text: `Grant ${Action.join(' and ')} on ${repositoryArn}: AmazonEC2ContainerRegistryReadOnly does not.`,
    changes: [putRolePolicy(role, name, { Version: '2012-10-17', Statement })],
  };
}

/** Another account's role is let in by the repository's policy, or before there is one by the registry's. */
function theirFix(subject: Subject, at: EcrImage, role: RoleFacts): PlannedFix {
  const Action = needed(subject, at);
  const Sid = `ImportBy${nameOf(role.arn).replace(/[^A-Za-z0-9]/g, '')}`;
  const grant = { Sid, Effect: 'Allow', Principal: { AWS: role.arn }, Action };
  const text = `Let ${role.arn} do ${Action.join(' and ')} on ${at.repositoryArn}: it is of another account.`;
  const found = lookUp(subject.world, repositoryAt(at));
  if (found.state === 'known') {
    const { policy } = found.value;
    const before = documentOf(policy);
    return {
      text,
      changes: [setRepositoryPolicy(at, extended(before ?? emptyDocument, grant), before)],
    };
  }
  const before = documentOf(registryPolicyOf(subject));
  const document = extended(before ?? emptyDocument, {
    ...grant,
    Resource: at.repositoryArn,
  });
  return { text, changes: [putRegistryPolicy(at, document, before)] };
}

function documentOf(policy: { readonly state: string; readonly value?: string }) {
  return policy.value === undefined ? undefined : readDocument(policy.value);
}
