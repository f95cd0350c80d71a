/**
 * The links that the catalogue of causes knows, with the prefix of their causes' ids and the first two digits of their
 * codes. Append-only.
 */
export const knownLinks = [
  { name: 'image-reference', prefix: 'REF', number: 1 },
  { name: 'pod-spec', prefix: 'POD', number: 2 },
  { name: 'admission', prefix: 'ADM', number: 3 },
  { name: 'node-kubelet', prefix: 'NODE', number: 4 },
  { name: 'credential-provider', prefix: 'CRED', number: 5 },
  { name: 'node-identity', prefix: 'ROLE', number: 6 },
  { name: 'iam-policy', prefix: 'IAM', number: 7 },
  { name: 'token', prefix: 'TOK', number: 8 },
  { name: 'dns', prefix: 'DNS', number: 9 },
  { name: 'network', prefix: 'NET', number: 10 },
  { name: 'endpoint-policy', prefix: 'EPP', number: 11 },
  { name: 'repository', prefix: 'REPO', number: 12 },
  { name: 'repository-policy', prefix: 'RPOL', number: 13 },
  { name: 'pull-through-cache', prefix: 'PTC', number: 14 },
  { name: 'image', prefix: 'IMG', number: 15 },
  { name: 'platform', prefix: 'PLAT', number: 16 },
  { name: 'kms', prefix: 'KMS', number: 17 },
  { name: 'layers', prefix: 'LAYER', number: 18 },
  { name: 'runtime', prefix: 'RT', number: 19 },
  { name: 'sandbox-image', prefix: 'PAUSE', number: 20 },
  { name: 'throttling', prefix: 'LIM', number: 21 },
  { name: 'performance', prefix: 'PERF', number: 22 },
  { name: 'ci-push', prefix: 'CI', number: 23 },
] as const;

export type KnownLink = (typeof knownLinks)[number]['name'];
