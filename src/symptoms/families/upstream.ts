import { type Symptom, symptom, vague } from '../symptom.ts';

/** What ECR says when a pull through cache rule's upstream, secret or role is at fault. */
export const upstream: readonly Symptom[] = [
  symptom(/authentication to the upstream registry failed/i, {
    'PTC-03': 0.35,
    'PTC-02': 0.25,
    'PTC-09': 0.17,
    'PTC-07': 0.15,
  }),
  symptom(/UnableToDecryptSecretValue/, { 'PTC-08': 0.92 }),
  symptom(
    /SecretNotFoundException|UnableToAccessSecret|upstream registry requires authentication|secret[^\n]*ecr-pullthroughcache/i,
    {
      'PTC-07': 0.85,
    },
  ),
  symptom(/UpstreamAccessDenied/, { 'PTC-09': 0.5, 'PTC-15': 0.35 }),
  symptom(/UpstreamTooManyRequests/, { 'PTC-10': 0.92 }),
  symptom(/UpstreamUnavailable/, { 'PTC-11': 0.9 }),
  symptom(/UnableToGetUpstream(?:Image|Layer)/, {
    'PTC-13': 0.35,
    'PTC-07': 0.25,
    'PTC-11': 0.15,
    'PTC-09': 0.12,
  }),
  symptom(/AWSServiceRoleForECRPullThroughCache/, { 'PTC-17': 0.85 }),
  symptom(/PullThroughCacheRuleNotFound/, { 'PTC-01': 0.85 }),
  symptom(/key[^\n]*is disabled|DisabledException/i, { 'KMS-01': 0.9 }),
  symptom(/pending deletion|PendingImport|KMSInvalidStateException/i, {
    'KMS-02': 0.75,
    'KMS-04': 0.15,
  }),
  vague(
    /KmsError|KmsException|KMSAccessDenied|kms[^\n]*error/i,
    /is disabled|pending deletion|is not authorized to perform/i,
    {
      'KMS-01': 0.32,
      'KMS-02': 0.2,
      'KMS-05': 0.2,
      'KMS-03': 0.15,
      'KMS-04': 0.08,
    },
  ),
];
