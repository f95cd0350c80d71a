import { addOnAccounts } from '../../names/add-on-registries.ts';
import { nameOf } from '../../names/arn.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import { readDocument } from '../../pull/index.ts';
import { broken } from '../link.ts';
import type { Finding, LinkOutcome, PlannedFix } from '../proof.ts';
import { grantsElsewhere, type PullQuestion } from '../pull-question.ts';
import type { Subject } from '../subject.ts';
import type { RoleFacts } from '../world.ts';
import { putRolePolicy } from './fixes.ts';
import { roleMeantInstead } from './meant-role.ts';

/** A missing grant, of which nothing more is known: no policy of the role comes near. */
const ungranted: ReadonlySet<string> = new Set(['HW0701', 'HW0703', 'HW0704']);

/** What such a grant may be told as besides. */
const explained: ReadonlySet<string> = new Set([
  ...['HW0206', 'HW0208', 'HW0302', 'HW0407', 'HW0603', 'HW0717', 'HW0718', 'HW1305'],
]);

/** Whether a role is found to pull that no policy grants what it lacks, however it is told. */
export function isUngranted(outcome: LinkOutcome): boolean {
  if (outcome.status !== 'broken') return false;
  return ungranted.has(outcome.finding.code) || explained.has(outcome.finding.code);
}

/** A grant on other repositories. */
const outOfScope: ReadonlySet<string> = new Set(['HW0705', 'HW0706']);

type Broken = Extract<LinkOutcome, { status: 'broken' }>;

/**
 * Says of a missing grant what is behind it, where the world shows more than the role's own policies: that the registry is
 * one of AWS's, that another role has the grant, or which kind of node pulls.
 */
export function whyNotGranted(
  subject: Subject,
  question: PullQuestion,
  place: EcrImage,
  outcome: LinkOutcome,
): LinkOutcome {
  if (outcome.status !== 'broken') return outcome;
  const found =
    withoutAddOns(question, place, outcome) ??
    (ungranted.has(outcome.finding.code)
      ? (grantedByRepository(question, place, outcome) ??
        givenToAnother(subject, question.role, outcome) ??
        ofKind(subject, outcome))
      : undefined);
  return found === undefined ? outcome : { ...outcome, ...found };
}

/** EKS's add-ons and its pause image are in registries of AWS, which a policy for one's own repositories leaves out. */
function withoutAddOns(
  question: PullQuestion,
  { registryId, region, partition }: EcrImage,
  { finding }: Broken,
): Broken | undefined {
  const { role } = question;
  const isOfScope = ungranted.has(finding.code) || outOfScope.has(finding.code);
  if (!isOfScope || !addOnAccounts.has(registryId)) return undefined;
  if (!grantsElsewhere(question, 'ecr:BatchGetImage')) return undefined;
  const Resource = `arn:${partition}:ecr:${region}:${registryId}:repository/*`;
  const document = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        Resource,
      },
    ],
  };
  const text = `the policies of ${nameOf(role.arn)} grant pulls, and none from registry ${registryId}, which has the add-ons of EKS in ${region}: ${finding.deciding.text}`;
  return broken(
    'HW0707',
    { ...finding.deciding, text },
    {
      text: `Grant pulls from ${Resource} too: that registry is AWS's, and only the role's own policies decide there.`,
      changes: [putRolePolicy(role, 'ecr-pull-eks-add-ons', document)],
    },
  );
}

/** A token is of the whole registry: no policy of one of its repositories can grant it (ECR User Guide, "Private repository policies"). */
function grantedByRepository(
  { role, resourcePolicies }: PullQuestion,
  place: EcrImage,
  { finding }: Broken,
): Broken | undefined {
  const policy = resourcePolicies.find(({ of }) => of === 'repository');
  if (finding.code !== 'HW0701' || policy === undefined) return undefined;
  const statement = readDocument(policy.document).Statement.find((one) => {
    const { Effect, Action } = one as { Effect?: unknown; Action?: unknown };
    const named = [Action].flat().map((action) => String(action).toLowerCase());
    return Effect === 'Allow' && named.includes('ecr:getauthorizationtoken');
  });
  if (statement === undefined) return undefined;
  const text = `the policy of ${place.name} grants ecr:GetAuthorizationToken, which only a policy of the role can: ${finding.deciding.text}`;
  return broken(
    'HW1305',
    { ...finding.deciding, text },
    {
      ...finding.fix,
      text: `Grant the token to ${nameOf(role.arn)} in its own account. ${finding.fix.text}`,
    },
  );
}

/** The same grant mends it: what is told besides is why the one that is there does not count. */
function givenToAnother(
  subject: Subject,
  role: RoleFacts,
  { finding }: Broken,
): Broken | undefined {
  const meant = roleMeantInstead(subject, role.arn);
  if (meant === undefined) return undefined;
  const { code, why, advice } = meant;
  const text = `${why}; ${nameOf(role.arn)} pulls, and ${finding.deciding.text}`;
  return broken(code, { ...finding.deciding, text }, withAdvice(finding.fix, advice));
}

/** A role that only nodes of one kind have: what it lacks is what the guides for that kind ask for. */
function ofKind({ pod, node, serviceAccount }: Subject, { finding }: Broken): Broken | undefined {
  const client = serviceAccount.state === 'known' ? serviceAccount.value.client : undefined;
  const controller = client?.state === 'known' ? client.value.policyController : undefined;
  if (controller !== undefined) return ofController(controller, finding);
  const kind =
    pod.state === 'known' && pod.value.fargate !== undefined
      ? 'fargate'
      : node.state === 'known'
        ? node.value.computeType
        : undefined;
  const of = kind === undefined ? undefined : kinds[kind];
  if (of === undefined) return undefined;
  const text = `${of.who}: ${finding.deciding.text}`;
  return broken(of.code, { ...finding.deciding, text }, withAdvice(finding.fix, of.advice));
}

/** Signatures and attestations lie in the repository of the image: they are read with the same rights as the image. */
function ofController(controller: string, { deciding, fix }: Finding): Broken {
  const text = `${controller} reads signatures from the repository, and has no right to: ${deciding.text}`;
  return broken('HW0302', { ...deciding, text }, fix);
}

const kinds: Readonly<Record<string, { code: string; who: string; advice: string }>> = {
  fargate: {
    code: 'HW0208',
    who: 'the pod runs on Fargate, where its pod execution role pulls',
    advice:
      'AmazonEKSFargatePodExecutionRolePolicy is what the EKS User Guide attaches to such roles.',
  },
  hybrid: {
    code: 'HW0407',
    who: 'the node is a hybrid one, which pulls with the role that it joined with',
    advice:
      'AmazonEC2ContainerRegistryPullOnly is what the EKS User Guide attaches to the role of hybrid nodes.',
  },
  auto: {
    code: 'HW0717',
    who: 'the node is one of EKS Auto Mode, which pulls with the role of its NodeClass',
    advice:
      'AmazonEKSWorkerNodeMinimalPolicy and AmazonEC2ContainerRegistryPullOnly are what the EKS User Guide attaches to the role of Auto Mode nodes.',
  },
};

function withAdvice(fix: PlannedFix, advice: string): PlannedFix {
  return { ...fix, text: `${fix.text} ${advice}` };
}
