import { assuming, evaluateTrust, PolicyError } from '../../iam/index.ts';
import { accountOf, formatArn, nameOf, parseArn } from '../../names/arn.ts';
import { extended, readDocument } from '../../pull/index.ts';
import { compiledDocument } from '../compiled-document.ts';
import { broken, holds } from '../link.ts';
import { notSeen } from '../outcomes.ts';
import type { LinkOutcome, PlannedFix } from '../proof.ts';
import type { IdentityToken } from '../pull.ts';
import type { Subject } from '../subject.ts';
import { identityProviderAt, lookUp, type RoleFacts } from '../world.ts';
import { setTrustPolicy } from './fixes.ts';
import { type Assumer, checkAssumer } from './puller-trust.ts';

/**
 * STS exchanges the token of a build for the role: the role's account knows the issuer, the issuer's provider takes the
 * audience, and the trust policy asks for nothing that the token does not say (STS API Reference, AssumeRoleWithWebIdentity).
 */
export function checkIdentityToken(
  { world }: Subject,
  token: IdentityToken | undefined,
  role: RoleFacts,
): LinkOutcome {
  if (token === undefined) return holds(`the role was given: ${role.arn}`);
  const { issuer, audience } = token;
  const account = accountOf(role.arn) ?? '';
  const arn = providerArn(role, issuer);
  const provider = lookUp(world, identityProviderAt(arn));
  if (provider.state === 'unseen') return notSeen(provider.need);
  if (provider.state === 'absent') {
    return broken(
      'HW2304',
      {
        text: `account ${account} has no OIDC provider for https://${issuer}`,
        message: `No OpenIDConnect provider found in your account for https://${issuer}`,
      },
      {
        text: `Create the provider in account ${account}, with the audience ${audience}.`,
        changes: [
          {
            kind: 'create-oidc-provider',
            account,
            url: `https://${issuer}`,
            audience,
            reversibility: 'reversible',
          },
        ],
      },
    );
  }
  const { clientIds } = provider.value;
  if (!clientIds.includes(audience)) {
    return broken(
      'HW2303',
      {
        text: `the OIDC provider for https://${issuer} in account ${account} takes ${clientIds.join(', ') || 'no audience'}, and the token is for ${audience}`,
        message: 'Incorrect token audience',
      },
      {
        text: `Add ${audience} to the provider's audiences, or have the build ask for a token for ${clientIds[0] ?? 'one of them'}.`,
        changes: [
          {
            kind: 'add-oidc-audience',
            account,
            providerArn: arn,
            audience,
            reversibility: 'reversible',
          },
        ],
      },
    );
  }
  return checkTrust(role, token, arn);
}

function checkTrust(role: RoleFacts, token: IdentityToken, provider: string): LinkOutcome {
  const assumer = assumerOf(token, provider);
  const outcome = checkAssumer(
    role,
    assumer,
    `${nameOf(role.arn)} trusts ${token.subject} of ${token.issuer}`,
  );
  if (outcome.status !== 'broken') return outcome;
  const [sub, aud] = ['sub', 'aud'].map((claim) => `${token.issuer}:${claim}`) as [string, string];
  const message = 'Not authorized to perform sts:AssumeRoleWithWebIdentity';
  if (passesWithout(role, assumer, aud)) {
    const text = `the trust policy of ${nameOf(role.arn)} asks for another ${aud} than ${token.audience}`;
    return broken('HW2303', { text, message }, trusting(role, assumer, 'the audience'));
  }
  const text = passesWithout(role, assumer, sub)
    ? `the trust policy of ${nameOf(role.arn)} asks for another ${sub} than ${token.subject}`
    : `no statement of the trust policy of ${nameOf(role.arn)} lets in ${token.subject} of ${provider}`;
  return broken('HW2302', { text, message }, trusting(role, assumer, token.subject));
}

/** Whether the role would be given, were one claim whatever the policy asks for. */
function passesWithout({ arn, trust }: RoleFacts, assumer: Assumer, key: string): boolean {
  const { principal, actions, context } = assumer;
  const { [key]: _, ...rest } = context;
  const isKey = (one: string) =>
    one.toLowerCase() === key.toLowerCase() || isOpen(context, one, assumer);
  try {
    const policy = assuming(compiledDocument(trust, 'trust'), isKey, 'favour');
    return actions.every(
      (action) =>
        evaluateTrust({ principal, action, roleArn: arn, context: rest }, policy).decision ===
        'allowed',
    );
  } catch (error) {
    if (error instanceof PolicyError) return false;
    throw error;
  }
}

const isOpen = (context: Assumer['context'], key: string, { isUnseen }: Assumer) =>
  !Object.keys(context).some((one) => one.toLowerCase() === key.toLowerCase()) &&
  isUnseen?.(key) === true;

function assumerOf(token: IdentityToken, provider: string): Assumer {
  const { issuer, audience, subject, claims } = token;
  const prefix = `${issuer.toLowerCase()}:`;
  const asked = { [`${issuer}:aud`]: audience, [`${issuer}:sub`]: subject };
  const further = Object.entries(claims).map(([name, value]) => [`${issuer}:${name}`, value]);
  return {
    name: 'the build',
    principal: { type: 'Federated', value: provider },
    actions: ['sts:AssumeRoleWithWebIdentity'],
    context: { ...Object.fromEntries(further), ...asked },
    // What else the token says depends on the run.
    isUnseen: (key) => /^(aws|sts):/i.test(key) || key.toLowerCase().startsWith(prefix),
    statement: {
      Effect: 'Allow',
      Principal: { Federated: provider },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: asked },
    },
  };
}

function trusting(role: RoleFacts, { statement }: Assumer, whom: string): PlannedFix {
  return {
    text: `Let the role trust ${whom}, and nothing else besides what it trusts.`,
    risk: 'Whoever can run a build with this subject can push then.',
    changes: [setTrustPolicy(role, extended(readDocument(role.trust), statement))],
  };
}

function providerArn({ arn }: RoleFacts, issuer: string): string {
  const { partition = 'aws', accountId = '' } = parseArn(arn) ?? {};
  const resource = `oidc-provider/${issuer}`;
  return formatArn({ partition, service: 'iam', region: '', accountId, resource });
}
