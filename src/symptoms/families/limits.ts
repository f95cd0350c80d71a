import { type Symptom, seldom, symptom } from '../symptom.ts';

/** Too many at once, here or there. */
export const limits: readonly Symptom[] = [
  symptom(/pull QPS exceeded/i, { 'NODE-08': 0.95 }),
  symptom(
    /You have reached your (?:unauthenticated )?pull rate limit|toomanyrequests[^\n]*docker\.(?:io|com)|docker\.io[^\n]*(?:toomanyrequests|429)/i,
    { 'LIM-05': 0.55, 'PTC-20': 0.38 },
  ),
  symptom(
    /ThrottlingException|GetAuthorizationToken[^\n]*(?:Rate exceeded|Throttl)|authorization token[^\n]*(?:Rate exceeded|Throttl)/i,
    { 'TOK-03': 0.68, 'LIM-07': 0.24 },
  ),
  {
    pattern: /toomanyrequests|too many requests|\b429\b|Rate exceeded/i,
    unless:
      /ThrottlingException|authorization token[^\n]*Rate exceeded|pull rate limit|(?<!public\.ecr\.aws\/)docker\.io|UpstreamTooManyRequests/i,
    suspects: ({ isPublic, isLayer, registries, text, told }) => {
      if (told.isForeign) return { 'LIM-05': 0.6 };
      if (isPublic) return { 'LIM-06': 0.82, 'CRED-07': 0.13 };
      if (isLayer && /\/blobs\//.test(text)) return { 'LIM-02': 0.75, 'LIM-01': 0.1 };
      // Docker's words for any registry. Docker Hub has its own, a private registry is rarely at its limit, and ECR
      // Public lets those without a token pull once a second.
      const isUnnamed = registries.length === 0 && told.contacted.size + told.named.size === 0;
      if (isUnnamed && /toomanyrequests: (?:Rate|Data limit) exceeded/.test(text)) {
        return { 'LIM-06': 0.5, 'LIM-01': 0.27, 'LIM-04': 0.05, 'TOK-03': 0.04 };
      }
      return { 'LIM-01': 0.6, 'LIM-04': 0.12, 'LIM-06': 0.1, 'TOK-03': 0.08 };
    },
  },
  symptom(
    /SlowDown|\b503\b[^\n]*layer|503 Slow Down|503 Service Unavailable[^\n]*(?:s3|blobs|starport)|(?:s3|blobs|starport)[^\n]*503/i,
    { 'LIM-03': 0.85 },
  ),
  symptom(/LimitExceededException/i, { 'PTC-19': 0.6 }),
  symptom(/PLEG (?:is not healthy|unhealthy)|EBS[^\n]*(?:burst|throttl)/i, {
    'LIM-08': 0.6,
    'NODE-01': 0.15,
  }),
  symptom(/ProgressDeadlineExceeded|exceeded its progress deadline/i, {
    'PERF-02': 0.6,
    'PERF-01': 0.15,
  }),
  {
    pattern: /\((\d+)m[\d.]*s? including waiting\)/,
    suspects: (_, [, minutes = '0']) =>
      Number(minutes) < 2
        ? {}
        : { 'NODE-09': 0.45, 'PERF-01': 0.25, 'LIM-08': 0.08, 'PERF-03': 0.06, ...seldom('RT-10') },
  },
];
