import type { Reading } from '../reading.ts';
import { type Suspects, type Symptom, seldom, symptom, vague } from '../symptom.ts';
import { publicFix, refusedLogins } from './logins.ts';

const toldOtherwise =
  /is not authorized to perform|authorization token has expired|admission webhook|Request has expired|KmsError|rate exceeded|X-Squid-Error|\(proxy: /i;

/** Said with a 403, and more telling than it. */
const toldInOtherWords =
  /<Code>AccessDenied|HTTP 403 response body|starport|authentication to the upstream registry failed|requested access to the resource is denied/i;

/** A bare 403: the runtime keeps the registry's words to itself. */
export const forbidden: readonly Symptom[] = [
  symptom(/Request has expired/i, { 'LAYER-02': 0.9 }),
  vague(
    /HTTP 403 response body|<Code>AccessDenied<\/Code>|starport-layer-bucket[^\n]*403|403[^\n]*starport-layer-bucket/i,
    /Request has expired/i,
    { 'EPP-03': 0.62, 'EPP-04': 0.17, 'LAYER-01': 0.12 },
  ),
  {
    pattern: /\b403\b(?:[^\n]*forbidden)?|: denied\b|DENIED|: Forbidden$/m,
    unless: toldOtherwise,
    suspects: (reading) => refused(reading),
  },
  {
    // BuildKit and the agent of ECS keep the number to themselves as well.
    pattern: /unexpected status (?:from (?:HEAD|GET) request|code https?:\/\/)/i,
    unless: /\b[45]\d\d\b ?[A-Z]|status code \d|no basic auth|not authorized/,
    suspects: ({ isPublic, told }): Suspects =>
      [...told.contacted, ...told.named].some((host) => /(?:^|\.)docker\.(?:io|com)$/.test(host))
        ? { 'LIM-05': 0.4, 'POD-11': 0.2, 'POD-04': 0.08 }
        : told.isForeign
          ? { 'POD-11': 0.4, 'NET-15': 0.15, 'POD-04': 0.12 }
          : isPublic
            ? { 'POD-03': 0.4, 'LIM-06': 0.3, 'REF-13': 0.08 }
            : { 'RPOL-01': 0.25, 'IAM-03': 0.2, 'POD-03': 0.15, 'CRED-01': 0.12 },
  },
];

const loginAgain =
  'Log in again (aws ecr get-login-password | docker login), or have a credential helper for the host: a token of ECR holds for 12 hours.';

/** The request that was refused tells which permission it takes. */
function pushRefused({ told }: Reading): Suspects {
  if (told.isForeign) return { 'CI-11': 0.6, 'NET-15': 0.1 };
  const { pushAction } = told;
  const fix = `Allow ${pushAction} on the repository to who pushes; a push takes BatchCheckLayerAvailability, InitiateLayerUpload, UploadLayerPart, CompleteLayerUpload, PutImage and BatchGetImage.`;
  return {
    'CI-05': pushAction === undefined ? 0.6 : { likelihood: 0.65, fix },
    'RPOL-01': 0.1,
    'RPOL-03': 0.06,
    'IAM-08': 0.05,
    ...seldom('IAM-10 RPOL-06 EPP-01 REF-04 CI-06'),
  };
}

/** A request for the tags of a repository, which no pull makes. */
const listsTags = /\/tags\/list|fetching tags list|listing tags|repository tags/i;

const listFix =
  'Allow ecr:ListImages on the repository to who lists its tags, in its own policy and, from another account, in the repository policy as well: a pull does not take it.';

/** A bare refusal, by who asked for what of whom. */
export function refused(reading: Reading): Suspects {
  if (/soci/i.test(reading.text)) return { 'RT-07': 0.45, 'POD-03': 0.3, 'RT-06': 0.08 };
  if (listsTags.test(reading.text) && !reading.told.isForeign) {
    return { 'IAM-19': { likelihood: 0.5, fix: listFix }, 'POD-03': 0.15, 'RPOL-01': 0.1 };
  }
  if (reading.told.operation === 'push') return pushRefused(reading);
  if (reading.told.isForeign) {
    return reading.isLayer
      ? { 'EPP-03': 0.6, 'NET-15': 0.2 }
      : { 'POD-11': 0.5, 'POD-04': 0.2, 'NET-15': 0.1 };
  }
  if (reading.told.operation === 'login') return refusedLogins;
  if (reading.told.isMirrored) return { 'RT-03': 0.4, 'REF-09': 0.4 };
  if (toldInOtherWords.test(reading.text)) return {};
  if (reading.told.puller === 'pod') {
    return { 'IAM-03': 0.28, 'RPOL-01': 0.25, 'ADM-02': 0.12, 'POD-03': 0.1, 'IAM-06': 0.06 };
  }
  // Nobody is refused at ECR Public but for what he brings.
  if (reading.isPublic)
    return { 'POD-03': { likelihood: 0.6, fix: publicFix }, 'REPO-01': 0.1, 'LIM-06': 0.08 };
  if (reading.isFargate) return { 'POD-08': 0.55, 'RPOL-01': 0.12, 'IAM-03': 0.12 };
  if (reading.isLayer && !/HEAD request|manifests/.test(reading.text)) {
    return {
      'IAM-04': 0.32,
      'RPOL-04': 0.27,
      'EPP-03': 0.2,
      'EPP-04': 0.05,
      ...seldom('LAYER-01 LAYER-02 NET-15'),
    };
  }
  if (reading.isAddOn)
    return {
      'IAM-07': 0.4,
      'EPP-05': 0.25,
      'IAM-10': 0.1,
      'IAM-03': 0.08,
      ...seldom('PAUSE-05 REF-05'),
    };
  if (reading.isCached)
    return {
      'IAM-14': 0.25,
      'PTC-04': 0.2,
      'PTC-14': 0.15,
      'IAM-03': 0.1,
      'RPOL-01': 0.1,
      ...seldom('EPP-06 PTC-05'),
    };
  return {
    // A login on a machine lasts 12 hours; a node renews its own.
    ...(reading.isMachine
      ? { 'POD-03': { likelihood: 0.35, fix: loginAgain } }
      : { 'POD-03': 0.12 }),
    'RPOL-01': 0.27,
    'IAM-03': 0.23,
    'RPOL-03': 0.1,
    'EPP-01': 0.07,
    'REF-04': 0.05,
    'IAM-08': 0.04,
    ...seldom(`
      IAM-05 IAM-06 IAM-09 IAM-10 IAM-11 IAM-12 IAM-13 IAM-16 RPOL-02 RPOL-06 RPOL-07
      RPOL-08 RPOL-09 RPOL-10 RPOL-11 RPOL-12 REPO-01 ROLE-03 IAM-18 NODE-12
      POD-06 CRED-05 POD-08 TOK-02 TOK-04 TOK-05 RT-04 RT-07 NET-15 EPP-03 RPOL-04 IAM-14
    `),
  };
}
