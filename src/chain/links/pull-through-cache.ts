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
import { broken, holds, linkOf, notSeen, requiring, skipped } from '../link.ts';
import type { LinkOutcome, PlannedFix } from '../proof.ts';
import { needsOf } from '../pull-needs.ts';
import { proveSide, pullQuestionOf, registryPolicyOf } from '../pull-question.ts';
import { cacheRuleOf, type Subject } from '../subject.ts';
import { imageAt, lookUp, type RoleFacts, repositoryAt } from '../world.ts';
import { said } from './denials.ts';
import { putRegistryPolicy, putRolePolicy, setRepositoryPolicy } from './fixes.ts';

/**
 * Where an image is not in the registry yet and a cache rule would bring it, the role may import it (ECR User Guide,
 * "IAM permissions required to sync an upstream registry"). An image that is there is pulled without.
 */
export const pullThroughCache = linkOf('pull-through-cache', ['place'], (subject) => {
  const { place, world } = subject;
  const rule = cacheRuleOf(place, world);
  if (rule.state === 'absent') return skipped('no cache rule fills the repository');
  const image = lookUp(world, imageAt(place));
  if (image.state === 'known') return holds('the image is in the registry: nothing is imported');
  if (image.state === 'unseen') return skipped('whether the image is in the registry is not seen');
  if (rule.state === 'unseen') return notSeen(rule.need);
  return requiring(subject, ['byNode', 'role'], ({ role }) =>
    checkImport(subject, place, role.value, rule.value),
  );
});

function checkImport(
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
    const fix = side === 'repository' ? theirFix : ownFix;
    const create = action === createAction;
    return mayNotImport(role, prefix, decision, fix(subject, place, role), create);
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
