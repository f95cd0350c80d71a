/**
 * All links, in the order in which a pull meets them, with the prefix of their causes' ids and the first two digits of
 * their codes; append-only. What the chain proves of each:
 *
 * - `decisive`: it must hold before a pull is said to work (token, manifest and layers);
 * - `checked`: it is proven, and a pull may do without it;
 * - `found`: some of its causes are proven. It stands in a proof where one of them was looked for; elsewhere what a text
 *   tells of it stands;
 * - `aside`: the same, and a text alone breaks no link of it: whether it is broken shows at others;
 * - `told`: nothing is proven of it yet, so that what a text tells of it stands;
 * - `apart`: it is proven of a push, and is no step of a pull;
 * - `never`: not a step of a pull on its own.
 */
export const knownLinks = [
  { name: 'image-reference', prefix: 'REF', number: 1, proven: 'decisive' },
  { name: 'pod-spec', prefix: 'POD', number: 2, proven: 'checked' },
  { name: 'admission', prefix: 'ADM', number: 3, proven: 'found' },
  { name: 'node-kubelet', prefix: 'NODE', number: 4, proven: 'checked' },
  { name: 'credential-provider', prefix: 'CRED', number: 5, proven: 'aside' },
  { name: 'node-identity', prefix: 'ROLE', number: 6, proven: 'checked' },
  { name: 'iam-policy', prefix: 'IAM', number: 7, proven: 'decisive' },
  { name: 'token', prefix: 'TOK', number: 8, proven: 'aside' },
  { name: 'dns', prefix: 'DNS', number: 9, proven: 'checked' },
  { name: 'network', prefix: 'NET', number: 10, proven: 'checked' },
  { name: 'endpoint-policy', prefix: 'EPP', number: 11, proven: 'checked' },
  { name: 'repository', prefix: 'REPO', number: 12, proven: 'decisive' },
  { name: 'repository-policy', prefix: 'RPOL', number: 13, proven: 'decisive' },
  { name: 'pull-through-cache', prefix: 'PTC', number: 14, proven: 'checked' },
  { name: 'image', prefix: 'IMG', number: 15, proven: 'decisive' },
  { name: 'platform', prefix: 'PLAT', number: 16, proven: 'decisive' },
  { name: 'kms', prefix: 'KMS', number: 17, proven: 'decisive' },
  { name: 'layers', prefix: 'LAYER', number: 18, proven: 'decisive' },
  { name: 'runtime', prefix: 'RT', number: 19, proven: 'found' },
  { name: 'sandbox-image', prefix: 'PAUSE', number: 20, proven: 'found' },
  { name: 'throttling', prefix: 'LIM', number: 21, proven: 'found' },
  { name: 'performance', prefix: 'PERF', number: 22, proven: 'never' },
  { name: 'ci-push', prefix: 'CI', number: 23, proven: 'apart' },
] as const;

export type KnownLink = (typeof knownLinks)[number]['name'];

/** The links that the chain proves. */
export type LinkName = Extract<
  (typeof knownLinks)[number],
  { proven: 'decisive' | 'checked' | 'found' | 'aside' | 'apart' }
>['name'];

function namesOf(...proven: readonly string[]): KnownLink[] {
  return knownLinks.filter((link) => proven.includes(link.proven)).map(({ name }) => name);
}

/** The links that something is proven of. */
export const linkNames = namesOf('decisive', 'checked', 'found', 'aside', 'apart') as LinkName[];
/** Those that are a step of a pull. */
export const pullLinks = namesOf('decisive', 'checked', 'found', 'aside') as LinkName[];
/** Those that a proof tells of only where something was looked for. */
export const foundLinks: ReadonlySet<KnownLink> = new Set(namesOf('found', 'aside'));
export const decisiveLinks: ReadonlySet<KnownLink> = new Set(namesOf('decisive'));
export const toldLinks: ReadonlySet<KnownLink> = new Set(namesOf('told', 'found'));
