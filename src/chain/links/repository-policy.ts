import type { Decision } from '../../iam/index.ts';
import { nameOf } from '../../names/arn.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import { judgeAccess, registryPolicyOf } from '../access.ts';
import type { Need } from '../fact.ts';
import { broken, holds, type Link, notSeen, skipped } from '../link.ts';
import type { LinkOutcome } from '../proof.ts';
import { secretsFor } from '../secrets.ts';
import type { Subject } from '../subject.ts';
import type { RoleFacts } from '../world.ts';
import { said } from './denials.ts';
import {
  exempted,
  extended,
  guardRisk,
  pullActions,
  readDocument,
  setRepositoryPolicy,
} from './fixes.ts';

/** The repository's own policy lets the role in (another account's) and does not keep it out (any). */
export const repositoryPolicy: Link = {
  name: 'repository-policy',
  check(subject) {
    const { place, role, repository } = subject;
    if (place === undefined) return skipped('the image is not in a private ECR registry');
    if (repository.state === 'absent') return skipped('there is no repository');
    if (repository.state === 'unseen') return notSeen(repository.need);
    if (secretsFor(subject).working !== undefined) return skipped('the pod pulls with a Secret');
    if (role.state === 'unseen') return notSeen(role.need);
    if (role.state === 'absent') return skipped('there is no role to pull with');
    const { policy } = repository.value;
    if (policy.state === 'unseen') return notSeen(policy.need);
    const text = policy.state === 'known' ? policy.value : undefined;
    const registry = registryPolicyOf(subject);
    const needs: Need[] = registry.state === 'unseen' ? [registry.need] : [];
    for (const action of pullActions) {
      const { resourceSide, crossAccount } = judgeAccess(subject, role.value, action);
      const { decision } = resourceSide;
      if (decision.decision === 'explicitDeny') {
        return denied(place, role.value, text, decision);
      }
      if (crossAccount && decision.decision !== 'allowed') {
        if (registry.state === 'unseen') return notSeen(registry.need);
        return notAllowed(subject, role.value, text, action, decision);
      }
      needs.push(...resourceSide.needs);
    }
    if (needs.length > 0) return notSeen(...needs);
    return holds(
      text === undefined
        ? 'no policy, and none is needed: role and repository are in one account'
        : `the policy of ${place.name} does not stand in the way of ${nameOf(role.value.arn)}`,
    );
  },
};

function denied(
  place: EcrImage,
  role: RoleFacts,
  text: string | undefined,
  decision: Decision,
): LinkOutcome {
  const statement = decision.deciding.find(({ policyType }) => policyType === 'resource');
  const number = statement?.statement ?? 0;
  const label = statement?.sid === undefined ? `statement ${number + 1}` : `"${statement.sid}"`;
  const fix = {
    text: `Exempt the role from ${label} of the repository policy.`,
    risk: guardRisk(label),
  };
  return broken(
    'HW1306',
    {
      ...said(`${label} of the repository policy denies it`, decision),
      ...(statement === undefined ? {} : { statement }),
    },
    text === undefined
      ? fix
      : {
          ...fix,
          ...setRepositoryPolicy(place, exempted(readDocument(text), number, role.arn)),
        },
  );
}

function notAllowed(
  subject: Subject,
  role: RoleFacts,
  text: string | undefined,
  action: (typeof pullActions)[number],
  decision: Decision,
): LinkOutcome {
  const place = subject.place as EcrImage;
  const grant = {
    Sid: `PullBy${nameOf(role.arn).replace(/[^A-Za-z0-9]/g, '')}`,
    Effect: 'Allow',
    Principal: { AWS: role.arn },
    Action: [...pullActions],
  };
  const before = text === undefined ? { Version: '2012-10-17', Statement: [] } : readDocument(text);
  const fix = {
    text: `Let ${role.arn} pull: another account's role needs the repository's policy as well as its own.`,
    ...setRepositoryPolicy(place, extended(withoutSid(before, grant.Sid), grant)),
  };
  if (text === undefined) {
    return broken(
      'HW1301',
      said(`${place.name} has no policy, and ${nameOf(role.arn)} is of another account`, decision),
      fix,
    );
  }
  return action === 'ecr:BatchGetImage'
    ? broken(
        'HW1303',
        said(`no statement of the policy allows ${role.arn} to ${action}`, decision),
        fix,
      )
    : broken(
        'HW1304',
        said(`the policy allows ecr:BatchGetImage, but not ${action}`, decision),
        fix,
      );
}

/** Sids are unique in a policy: a grant of the same name takes the old one's place. */
function withoutSid<Document extends { readonly Statement: readonly object[] }>(
  document: Document,
  sid: string,
): Document {
  const Statement = document.Statement.filter((each) => (each as { Sid?: unknown }).Sid !== sid);
  return { ...document, Statement };
}
