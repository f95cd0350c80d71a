import type { PlannedChange } from '../../actions/index.ts';
import { accountOf, nameOf } from '../../names/arn.ts';
import { lacksGrant } from '../lacks-grant.ts';
import type { Finding, PlannedFix } from '../proof.ts';
import { roleAnnotation, tokenWayOf } from '../pull-tokens.ts';
import type { Subject } from '../subject.ts';
import type { NodeReport, PodFacts } from '../world.ts';
import { foundOnNode } from './found-on-node.ts';
import { trustedIssuer } from './own-role.ts';
import { checkAssumer } from './puller-trust.ts';
import { webIdentity } from './web-identity.ts';

/** What keeps a pod from pulling with its service account's token: HW0502, HW0504, HW0505. */
export function pullTokens(subject: Subject, report: NodeReport): Finding[] {
  const { pod, node, place } = subject;
  const way = tokenWayOf(pod, node, place);
  if (way === undefined || way.kind === 'unseen' || pod.state !== 'known') return [];
  const who = `service account ${pod.value.namespace}/${pod.value.serviceAccount}`;
  switch (way.kind) {
    case 'passed over': {
      const text = `the credential provider of ${report.node} is run only for service accounts with the annotation ${way.lacking.join(' and ')}, which ${who} lacks`;
      return [foundOnNode(report, 'HW0502', text, annotation(pod.value, way.lacking))];
    }
    case 'role':
      return refusedByTrust(subject, report, { ...way, who, pod: pod.value });
    case 'node': {
      if (!lacksGrant(subject)) return [];
      const text = `${who} names no role to pull with, so that the credential provider of ${report.node} takes the node's, which may not pull`;
      return [foundOnNode(report, 'HW0505', text, annotation(pod.value, [roleAnnotation]))];
    }
  }
}

/** The role that the account has for its pods is what its annotation may name. */
function annotation(
  { namespace, serviceAccount, serviceAccountRole }: PodFacts,
  keys: readonly string[],
): PlannedFix {
  const isRole = keys.length === 1 && keys[0] === roleAnnotation;
  const named = isRole && serviceAccountRole !== undefined ? serviceAccountRole : undefined;
  const change: PlannedChange[] =
    named === undefined
      ? []
      : [
          {
            kind: 'annotate-service-account',
            namespace,
            serviceAccount,
            annotations: { [roleAnnotation]: named },
            reversibility: 'reversible',
          },
        ];
  const value =
    named === undefined
      ? isRole
        ? ' with the ARN of a role that may pull, and that trusts its tokens'
        : ' as the configuration of the provider says'
      : ` with ${nameOf(named)}, the role that its pods have; that one needs the rights of a pull, too`;
  return {
    text: `Set the annotation ${keys.join(' and ')} on service account ${namespace}/${serviceAccount}${value}.`,
    ...(change.length === 0 ? {} : { changes: change }),
  };
}

interface ByRole {
  readonly role: string;
  readonly audience: string;
  readonly who: string;
  readonly pod: PodFacts;
}

/** STS takes a token whose issuer and audience the role's account knows, and whose claims the trust policy asks for. */
function refusedByTrust(
  { role: facts }: Subject,
  report: NodeReport,
  { role, audience, who, pod: { pullRole } }: ByRole,
): Finding[] {
  if (facts.state !== 'known' || pullRole === undefined) return [];
  const { issuer, audiences } = pullRole;
  if (issuer.state !== 'known' || audiences.state === 'unseen') return [];
  const account = accountOf(role) ?? '';
  const changes = trustedIssuer(account, issuer.value, audiences, audience);
  if (changes.length > 0) {
    const what =
      audiences.state === 'absent'
        ? 'has no identity provider for'
        : `does not take the audience ${audience} of`;
    const text = `account ${account} ${what} ${issuer.value}, so that STS refuses the tokens of ${who} for ${nameOf(role)}`;
    return [
      foundOnNode(report, 'HW0504', text, {
        text: `Let account ${account} take tokens of https://${issuer.value} with the audience ${audience}.`,
        changes,
      }),
    ];
  }
  const outcome = checkAssumer(
    facts.value,
    webIdentity(facts.value, issuer.value, who, audience),
    '',
  );
  if (outcome.status !== 'broken') return [];
  const text = `STS refuses the token of ${who}: ${outcome.finding.deciding.text} with the audience ${audience}`;
  return [foundOnNode(report, 'HW0504', text, outcome.finding.fix)];
}
