import { accountOf, nameOf } from '../../names/arn.ts';
import { isOwnless } from '../client-machine.ts';
import { broken, notSeen, skipped } from '../link.ts';
import type { LinkOutcome } from '../proof.ts';
import type { Pull } from '../pull.ts';
import type { Subject } from '../subject.ts';
import type { RoleFacts, ServiceAccountFacts } from '../world.ts';
import { noSuchRole } from './no-such-role.ts';
import { checkAssumer, ec2, podIdentity } from './puller-trust.ts';
import { audience, webIdentity } from './web-identity.ts';

/**
 * A client inside the cluster has a role of its own through its service account: by IRSA, which the SDKs try first, or by
 * EKS Pod Identity (AWS SDKs and Tools Reference Guide, "Standardized credential providers").
 */
export function checkServiceAccount(
  subject: Subject,
  { namespace, serviceAccount: name }: Extract<Pull, { kind: 'service-account' }>,
): LinkOutcome {
  const { serviceAccount, role } = subject;
  const who = `service account ${namespace}/${name}`;
  if (serviceAccount.state === 'unseen') return notSeen(serviceAccount.need);
  if (serviceAccount.state === 'absent') {
    return notSeen({ fact: `${who}: there is none`, permission: 'the name of one that exists' });
  }
  const { annotatedRole, associatedRole } = serviceAccount.value;
  if (annotatedRole === undefined && associatedRole.state === 'unseen') {
    return notSeen(associatedRole.need);
  }
  const ownless = isOwnless(serviceAccount);
  if (ownless && role.state !== 'known') {
    return skipped(`${who} has no role of its own, and that of its node is not known to reach it`);
  }
  if (role.state === 'unseen') return notSeen(role.need);
  if (role.state === 'absent') {
    const arn = annotatedRole ?? (associatedRole.state === 'known' ? associatedRole.value : '');
    const where = annotatedRole === undefined ? 'Pod Identity association' : 'annotation';
    return noSuchRole(arn, `name one that exists in the ${where} of ${who}`);
  }
  if (ownless) {
    const holding = `${who} pulls with ${nameOf(role.value.arn)}, the role of its node`;
    return checkAssumer(role.value, ec2, holding);
  }
  return annotatedRole === undefined
    ? checkAssumer(
        role.value,
        podIdentity,
        `${who} has role ${nameOf(role.value.arn)} by EKS Pod Identity`,
      )
    : checkAnnotated(serviceAccount.value, role.value, who);
}

function checkAnnotated(
  { issuer, audiences }: ServiceAccountFacts,
  role: RoleFacts,
  who: string,
): LinkOutcome {
  if (issuer.state === 'unseen') return notSeen(issuer.need);
  if (issuer.state === 'absent') {
    return notSeen({ fact: `the issuer of tokens of ${who}`, permission: 'eks:DescribeCluster' });
  }
  if (audiences.state === 'unseen') return notSeen(audiences.need);
  const account = accountOf(role.arn) ?? '';
  if (audiences.state === 'absent' || !audiences.value.includes(audience)) {
    const what =
      audiences.state === 'absent'
        ? `has no identity provider for ${issuer.value}`
        : `has an identity provider for ${issuer.value} that does not take the audience ${audience}`;
    return broken(
      'HW0604',
      `account ${account} ${what}, so no token of ${who} is taken for ${nameOf(role.arn)}`,
      {
        text: `Create an IAM OIDC provider for https://${issuer.value} with the audience ${audience} in account ${account}.`,
      },
    );
  }
  return checkAssumer(
    role,
    webIdentity(role, issuer.value, who),
    `${who} has role ${nameOf(role.arn)} by its annotation, and may assume it`,
  );
}
