import { accountOf, formatArn, nameOf, parseArn } from '../../names/arn.ts';
import { broken, notSeen } from '../link.ts';
import type { LinkOutcome } from '../proof.ts';
import type { Pull } from '../pull.ts';
import type { Subject } from '../subject.ts';
import type { RoleFacts, ServiceAccountFacts } from '../world.ts';
import { noSuchRole } from './no-such-role.ts';
import { type Assumer, checkAssumer, podIdentity } from './puller-trust.ts';

const audience = 'sts.amazonaws.com';

/**
 * A client inside the cluster has a role of its own through its service account: by IRSA, which the SDKs try first, or by
 * EKS Pod Identity (AWS SDKs and Tools Reference Guide, "Standardized credential providers").
 */
export function checkServiceAccount(
  { serviceAccount, role }: Subject,
  { namespace, serviceAccount: name }: Extract<Pull, { kind: 'service-account' }>,
): LinkOutcome {
  const who = `service account ${namespace}/${name}`;
  if (serviceAccount.state === 'unseen') return notSeen(serviceAccount.need);
  if (serviceAccount.state === 'absent') {
    return notSeen({ fact: `${who}: there is none`, permission: 'the name of one that exists' });
  }
  const { annotatedRole, associatedRole } = serviceAccount.value;
  if (annotatedRole === undefined && associatedRole.state === 'unseen') {
    return notSeen(associatedRole.need);
  }
  if (annotatedRole === undefined && associatedRole.state === 'absent') return ownless(who);
  if (role.state === 'unseen') return notSeen(role.need);
  if (role.state === 'absent') {
    const arn = annotatedRole ?? (associatedRole.state === 'known' ? associatedRole.value : '');
    const where = annotatedRole === undefined ? 'Pod Identity association' : 'annotation';
    return noSuchRole(arn, `name one that exists in the ${where} of ${who}`);
  }
  return annotatedRole === undefined
    ? checkAssumer(
        role.value,
        podIdentity,
        `${who} has role ${nameOf(role.value.arn)} by EKS Pod Identity`,
      )
    : checkAnnotated(serviceAccount.value, role.value, who);
}

/** Without a role the client's SDK may still find the node's: no more is known then. */
function ownless(who: string): LinkOutcome {
  return notSeen({
    fact: `whose role ${who} pulls with: it has neither the annotation eks.amazonaws.com/role-arn nor a Pod Identity association, so that its clients take the node's role, if they reach the instance metadata`,
    permission: 'a role of its own; or name the role with --as',
  });
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

function webIdentity({ arn }: RoleFacts, issuer: string, who: string): Assumer {
  const { partition = 'aws', accountId = '' } = parseArn(arn) ?? {};
  const resource = `oidc-provider/${issuer}`;
  const provider = formatArn({ partition, service: 'iam', region: '', accountId, resource });
  const subject = `system:serviceaccount:${who.slice(who.lastIndexOf(' ') + 1).replace('/', ':')}`;
  const claims = { [`${issuer}:sub`]: subject, [`${issuer}:aud`]: audience };
  return {
    name: who,
    principal: { type: 'Federated', value: provider },
    actions: ['sts:AssumeRoleWithWebIdentity'],
    context: claims,
    statement: {
      Effect: 'Allow',
      Principal: { Federated: provider },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: claims },
    },
  };
}
