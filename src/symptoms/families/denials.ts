import { type Denial, denial, denialOf } from '../denial.ts';
import type { Reading } from '../reading.ts';
import { ofOtherRegistry } from '../registry-of-denial.ts';
import { type Suspected, type Suspects, type Symptom, seldom, symptom, vague } from '../symptom.ts';
import { commandFix } from './logins.ts';

/** What the caller lacks, where the action has no cause of its own. */
function lacks({ user, actionAsWritten, resource }: Denial): Suspected {
  const on = resource === '' ? '' : ` on ${resource}`;
  return {
    likelihood: 0.6,
    fix: `Allow ${actionAsWritten}${on} to ${user}; a pull itself does not take it.`,
  };
}

const pushes = new Set([
  'ecr:initiatelayerupload',
  'ecr:uploadlayerpart',
  'ecr:completelayerupload',
  'ecr:putimage',
  'ecr:batchchecklayeravailability',
]);

/** Denials in AWS's own words. Source: IAM User Guide, "Troubleshoot access denied error messages". */
export const denials: readonly Symptom[] = [
  {
    pattern: denial,
    suspects: (reading, match) => {
      const denied = denialOf(match);
      return ofOtherRegistry(suspectsOf(denied, reading), denied, reading);
    },
  },
  {
    pattern:
      /explicit deny in an? ([\w -]+policy|permissions boundary)|no ([\w -]+ (?:policy|boundary)|permissions boundary) allows/i,
    unless: denial,
    suspects: (_, [sentence]) => decidedByKind(sentence.toLowerCase()),
  },
  {
    pattern: /not authorized to perform:? sts:AssumeRoleWithWebIdentity/i,
    unless: denial,
    suspects: (reading) => federationDenied(reading),
  },
  vague(
    /could not (?:be used to )?assume (?:the )?(?:role|'arn:)|unable to assume role|cannot be assumed/i,
    /OIDC|WebIdentity|is not authorized to perform/i,
    {
      'IAM-19': 0.45,
      'CI-02': 0.3,
      'CI-05': 0.05,
    },
  ),
  symptom(/BlockedByOrganizationPolicy/, { 'IMG-11': 0.65, 'IAM-11': 0.25 }),
  symptom(/AssumeRoleUnauthorizedAccess/, { 'ROLE-04': 0.9 }),
  {
    pattern:
      /(?:InvalidClientTokenId|UnrecognizedClientException|security token included in the request is invalid)/i,
    suspects: (reading) =>
      callerRefused(reading, { 'ROLE-08': 0.6, 'ROLE-02': 0.1, 'TOK-01': 0.1 }),
  },
  {
    pattern: /ExpiredToken|security token included in the request is expired/i,
    suspects: (reading) => callerRefused(reading, { 'ROLE-08': 0.5, 'TOK-01': 0.25 }),
  },
  symptom(
    /Signature ?expired|InvalidSignatureException|RequestTimeTooSkewed|RequestExpired|Signature not yet current/i,
    { 'TOK-01': 0.92 },
  ),
  symptom(/SignatureDoesNotMatch/, { 'TOK-01': 0.5, 'ROLE-08': 0.3 }),
  symptom(/certificate has expired or is not yet valid|x509: certificate is not yet valid/i, {
    'TOK-01': 0.6,
    'NET-17': 0.25,
  }),
];

/** The AWS command line's or an SDK's own error is about the credentials of whoever called it, unless a node did. */
function callerRefused({ text, isHelper }: Reading, ofNode: Suspects): Suspects {
  const isCaller = /An error occurred \(\w{1,60}\) when calling/.test(text);
  if (!isCaller || isHelper || /kubelet|credential.provider/i.test(text)) return ofNode;
  return { 'CI-11': { likelihood: 0.6, fix: commandFix }, 'ROLE-08': 0.2, 'TOK-01': 0.1 };
}

function suspectsOf(denied: Denial, reading: Reading): Suspects {
  if (pushes.has(denied.action) && /identity-based|boundary|resource-based/.test(denied.reason)) {
    return { 'CI-05': pushDenied(denied) };
  }
  const byLayer = decidedBy(denied);
  if (byLayer !== undefined) return byLayer;
  const { action, user } = denied;
  if (pushes.has(action)) return { 'CI-05': 0.85 };
  if (action === 'ecr-public:getauthorizationtoken' || action === 'sts:getservicebearertoken') {
    return { 'CRED-07': 0.7, 'IAM-01': 0.12 };
  }
  if (action === 'ecr:getauthorizationtoken') return tokenDenied(user);
  if (action === 'ecr:batchgetimage') return manifestDenied(denied, reading);
  if (action === 'ecr:getdownloadurlforlayer') return layerDenied(denied);
  if (action === 'ecr:batchimportupstreamimage') return { 'PTC-04': 0.7, 'IAM-14': 0.25 };
  if (action === 'ecr:createrepository') {
    // Somebody who makes repositories, rather than a pull that has one made.
    const isOwn = /:user\/|:root$/.test(user) || denied.resource === '*';
    return isOwn && !reading.isCached
      ? { 'IAM-19': lacks(denied), 'PTC-05': 0.15 }
      : { 'PTC-05': 0.8, 'PTC-18': 0.08 };
  }
  if (action === 'sts:assumerolewithwebidentity') return federationDenied(reading);
  if (action.startsWith('kms:')) return { 'KMS-05': 0.7, 'KMS-03': 0.15 };
  if (action === 's3:getobject') return { 'EPP-03': 0.7, 'EPP-04': 0.2 };
  return otherDenied(denied);
}

/** A push: what a cause of pulls says of the same policy, and its fix, would not help. */
function pushDenied({ user, actionAsWritten, resource, reason }: Denial): Suspected {
  const layer = /identity-based policy|permissions boundary|resource-based policy/.exec(
    reason,
  )?.[0];
  const fix = reason.includes('explicit deny')
    ? `Take ${actionAsWritten} out of the statement of the ${layer} that denies it, or exempt ${user} there: no Allow helps against an explicit deny.`
    : `Allow ${actionAsWritten} on ${resource} to ${user} in the ${layer}, with the other actions of a push.`;
  return { likelihood: 0.9, fix };
}

/** Actions that a pull does not take: what is denied is another step, and says nothing of the pull. */
function otherDenied(denied: Denial): Suspects {
  const { action, resource } = denied;
  if (action === 'sts:assumerole') {
    const fix = `Allow sts:AssumeRole on ${resource} to ${denied.user}, and let the trust policy of that role name it.`;
    return { 'IAM-19': { likelihood: 0.5, fix }, 'CI-02': 0.15, 'ROLE-04': 0.1, 'PTC-18': 0.1 };
  }
  if (action === 'sts:tagsession') return {};
  if (action.startsWith('secretsmanager:') && /ecr-pullthroughcache/.test(resource)) {
    return { 'PTC-07': 0.5, 'PTC-08': 0.15 };
  }
  if (action.startsWith('ecr-public:')) return { 'CRED-07': 0.5, 'REF-13': 0.1 };
  return { 'IAM-19': lacks(denied) };
}

/** A layer of policies that the sentence names leaves little to guess. */
function decidedBy({ action, reason, crossesAccounts }: Denial): Suspects | undefined {
  const isToken = action.endsWith(':getauthorizationtoken');
  if (reason.includes('service control policy')) return { 'IAM-10': 0.95 };
  if (reason.includes('resource control policy')) return { 'IAM-11': 0.95 };
  if (reason.includes('permissions boundary')) return { 'IAM-09': 0.95 };
  if (reason.includes('vpc endpoint policy')) {
    if (isToken) return { 'EPP-02': 0.95 };
    const imports = action === 'ecr:batchimportupstreamimage' || action === 'ecr:createrepository';
    return imports ? { 'EPP-06': 0.95 } : { 'EPP-01': 0.85, 'EPP-05': 0.1 };
  }
  if (!reason.includes('explicit deny')) return undefined;
  if (reason.includes('resource-based')) return { 'RPOL-06': 0.95 };
  if (reason.includes('identity-based')) return { 'IAM-08': 0.95 };
  return crossesAccounts
    ? { 'IAM-10': 0.35, 'RPOL-06': 0.3, 'IAM-08': 0.25 }
    : { 'IAM-10': 0.45, 'IAM-08': 0.42, 'RPOL-06': 0.05 };
}

/** Only the end of AWS's sentence was pasted. */
function decidedByKind(sentence: string): Suspects {
  const isDeny = sentence.startsWith('explicit deny');
  if (sentence.includes('service control')) return { 'IAM-10': 0.93 };
  if (sentence.includes('resource control')) return { 'IAM-11': 0.93 };
  if (sentence.includes('boundary')) return { 'IAM-09': 0.93 };
  if (sentence.includes('endpoint')) return { 'EPP-01': 0.7, 'EPP-02': 0.15, 'EPP-06': 0.05 };
  if (sentence.includes('resource-based')) {
    return isDeny
      ? { 'RPOL-06': 0.93 }
      : {
          'RPOL-01': 0.5,
          'RPOL-03': 0.2,
          'PTC-14': 0.1,
          ...seldom('RPOL-07 RPOL-10 RPOL-11'),
        };
  }
  return isDeny
    ? { 'IAM-08': 0.9 }
    : {
        'IAM-03': 0.4,
        'RPOL-02': 0.3,
        'IAM-05': 0.08,
        'IAM-06': 0.08,
        ...seldom('IAM-01 IAM-04 IAM-12'),
      };
}

function tokenDenied(user: string): Suspects {
  if (/:user\//.test(user)) return { 'IAM-01': 0.72, 'ROLE-08': 0.12, 'IAM-02': 0.1 };
  return {
    'IAM-01': 0.72,
    'IAM-02': 0.12,
    'ROLE-03': 0.08,
    'IAM-18': 0.05,
    ...seldom('IAM-15 IAM-17 IAM-09 RPOL-05'),
  };
}

function manifestDenied({ reason, crossesAccounts }: Denial, reading: Reading): Suspects {
  if (reason.includes('resource-based')) {
    return reading.isCached
      ? { 'RPOL-01': 0.4, 'PTC-14': 0.3, 'RPOL-03': 0.15 }
      : {
          'RPOL-01': 0.65,
          'RPOL-03': 0.15,
          'RPOL-07': 0.06,
          'RPOL-10': 0.05,
          'RPOL-11': 0.04,
          ...seldom('RPOL-08 RPOL-09 ROLE-07 RPOL-12'),
        };
  }
  if (reading.isAddOn) return { 'IAM-07': 0.75, 'IAM-03': 0.15 };
  if (crossesAccounts) {
    return reason.includes('identity-based')
      ? { 'RPOL-02': 0.75, 'IAM-03': 0.15 }
      : { 'RPOL-01': 0.38, 'RPOL-02': 0.3, 'RPOL-03': 0.18 };
  }
  // Said to be of no policy that allows it, it is; which statement was meant to is left to find.
  const isTold = reason.includes('identity-based');
  return {
    'IAM-03': isTold ? 0.75 : 0.6,
    'IAM-06': isTold ? 0.08 : 0.13,
    'IAM-05': isTold ? 0.08 : 0.12,
    'IAM-12': 0.05,
    'ROLE-03': 0.05,
    ...seldom('IAM-13 IAM-16 IAM-18'),
  };
}

function layerDenied({ reason, crossesAccounts }: Denial): Suspects {
  if (reason.includes('resource-based')) return { 'RPOL-04': 0.9 };
  if (reason.includes('identity-based') || !crossesAccounts)
    return { 'IAM-04': 0.85, 'IAM-06': 0.05 };
  return { 'RPOL-04': 0.5, 'IAM-04': 0.4 };
}

function federationDenied({ text }: Reading): Suspects {
  const isBuild = /github|gitlab|configure-aws-credentials|actions|bitbucket|buildkite/i.test(text);
  const isNode = /kubelet|credential.provider|service.?account|ecr-role-arn/i.test(text);
  if (isNode && !isBuild) return { 'CRED-04': 0.85 };
  if (isBuild) return { 'CI-02': 0.65, 'CI-03': 0.17, 'CI-04': 0.08, ...seldom('CRED-04') };
  return { 'CI-02': 0.45, 'CRED-04': 0.3, 'CI-03': 0.12 };
}
