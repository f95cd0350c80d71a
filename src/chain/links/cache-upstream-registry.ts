import { distinctNeeds } from '../../causes/need.ts';
import { cacheService } from '../../ecr/upstreams.ts';
import { accountOf, nameOf } from '../../names/arn.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import { nearest } from '../../names/nearest.ts';
import { emptyDocument, extended, readDocument } from '../../pull/index.ts';
import { broken, holds, notSeen } from '../link.ts';
import type { LinkOutcome } from '../proof.ts';
import { needsOf } from '../pull-needs.ts';
import { type PullQuestion, proveSide, pullQuestionOf, repairSide } from '../pull-question.ts';
import { cacheRuleOf, type Subject } from '../subject.ts';
import {
  type CacheRuleFacts,
  imageAt,
  lookUp,
  type RoleFacts,
  repositoryAt,
  roleAt,
} from '../world.ts';
import { said } from './denials.ts';
import { putRolePolicy, setImage, setRepositoryPolicy, setTrustPolicy } from './fixes.ts';
import { mayAssume, serviceAssumer } from './puller-trust.ts';

/**
 * Another private registry as the upstream: ECR may take the rule's role, the role may pull there, and the image is there
 * (ECR User Guide, "IAM policies required for cross-account ECR to ECR pull through cache").
 */
export function checkUpstreamRegistry(
  subject: Subject,
  rule: CacheRuleFacts,
  upstream: EcrImage,
): LinkOutcome {
  const byRole = rule.role === undefined ? undefined : checkRole(subject, rule, upstream);
  if (byRole !== undefined) return byRole;
  return checkImage(subject, rule, upstream);
}

const cacheItself = serviceAssumer("ECR's pull through cache", cacheService);

function checkRole(
  subject: Subject,
  { role: arn = '', prefix }: CacheRuleFacts,
  upstream: EcrImage,
): LinkOutcome | undefined {
  const role = lookUp(subject.world, roleAt(arn));
  if (role.state === 'unseen') return notSeen(role.need);
  if (role.state === 'absent') {
    return broken('HW1415', `role ${nameOf(arn)} of cache rule ${prefix} is not there`, {
      text: `Create role ${nameOf(arn)}: ${cacheService} has to be let in by its trust policy, and it needs the actions of a pull on ${upstream.repositoryArn}.`,
    });
  }
  if (!mayAssume(role.value, cacheItself)) {
    const document = extended(readDocument(role.value.trust), cacheItself.statement);
    return broken(
      'HW1415',
      `the trust policy of ${nameOf(arn)}, the role of cache rule ${prefix}, does not allow ${cacheService}`,
      {
        text: `Let ${cacheService} assume the role.`,
        changes: [setTrustPolicy(role.value, document)],
      },
    );
  }
  return mayPullThere(subject, role.value, prefix, upstream);
}

function mayPullThere(
  subject: Subject,
  role: RoleFacts,
  prefix: string,
  upstream: EcrImage,
): LinkOutcome | undefined {
  const repository = lookUp(subject.world, repositoryAt(upstream));
  const question = pullQuestionOf({ ...subject, place: upstream, repository }, role);
  for (const side of ['puller', 'repository'] as const) {
    const proof = proveSide(question, side);
    if (proof.pull === 'unseen') return notSeen(...distinctNeeds(needsOf(question, proof)));
    const { decision } = proof.steps.at(-1) ?? {};
    if (proof.pull === 'works' || decision === undefined) continue;
    return broken(
      'HW1415',
      said(
        `${nameOf(role.arn)}, the role of cache rule ${prefix}, may not pull ${upstream.repositoryKey}`,
        decision,
      ),
      side === 'puller' ? ownFix(question, upstream) : theirFix(question, upstream),
    );
  }
  return undefined;
}

function added(question: PullQuestion, side: 'puller' | 'repository'): object[] {
  const repair = repairSide(question, side);
  return repair.kind === 'add' ? repair.add.map(({ statement }) => statement) : [];
}

function ownFix(question: PullQuestion, upstream: EcrImage) {
  const Statement = added(question, 'puller');
  const name = `ecr-upstream-${upstream.name.replaceAll('/', '-')}`.slice(0, 128);
  return {
    text: `Grant the role the actions of a pull on ${upstream.repositoryArn}.`,
    changes:
      Statement.length === 0
        ? []
        : [putRolePolicy(question.role, name, { Version: '2012-10-17', Statement })],
  };
}

function theirFix(question: PullQuestion, upstream: EcrImage) {
  const policy = question.resourcePolicies.find(({ of }) => of === 'repository');
  const before = policy === undefined ? emptyDocument : readDocument(policy.document);
  const grants = added(question, 'repository');
  return {
    text: `Let ${question.role.arn} pull from ${upstream.repositoryKey}, as account ${accountOf(upstream.repositoryArn)}.`,
    changes:
      grants.length === 0
        ? []
        : [setRepositoryPolicy(upstream, extended(before, ...grants), policy && before)],
  };
}

/** What an upstream may itself get from elsewhere is not known to be missing there. */
function checkImage(subject: Subject, { prefix }: CacheRuleFacts, upstream: EcrImage): LinkOutcome {
  const { world } = subject;
  const found = lookUp(world, imageAt(upstream));
  const name = upstream.imageKey;
  if (found.state === 'known') return holds(`the upstream has ${name}`);
  if (found.state === 'unseen') return notSeen(found.need);
  const again = cacheRuleOf(upstream, world);
  if (again.state === 'unseen') return notSeen(again.need);
  if (again.state === 'known') {
    return notSeen({
      fact: `${name} at the upstream of cache rule ${again.value}`,
      permission: 'a pull: nothing else imports it',
    });
  }
  const repository = lookUp(world, repositoryAt(upstream));
  const tags =
    repository.state === 'known' && repository.value.imageTags.state === 'known'
      ? repository.value.imageTags.value
      : [];
  const [near] = nearest(name.slice(name.lastIndexOf(':') + 1), tags, 1);
  const image = subject.image?.replace(/:[^:/]*$/, `:${near}`);
  return broken(
    'HW1413',
    {
      text: `cache rule ${prefix} asks for ${name}, which is not there`,
      message: 'Requested image not found',
    },
    {
      text:
        tags.length === 0
          ? 'Push the image to the upstream, or correct the reference.'
          : `Push the image to the upstream, or use a tag that it has: ${tags.slice(0, 10).join(', ')}.`,
      changes: near === undefined || image === undefined ? [] : setImage(subject, image),
    },
  );
}
