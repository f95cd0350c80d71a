import { isAboutImages } from '../about-images.ts';
import type { Reading } from '../reading.ts';
import { type Suspects, type Symptom, seldom, symptom } from '../symptom.ts';

/** What is not there: repository, tag, digest, layer, variant of a platform. */
export const absent: readonly Symptom[] = [
  {
    pattern:
      /no match(?:ing manifest)? for (?:platform|[\w/.-]+(?: [\w.]+)? in the manifest list)|no matching manifest for|descriptor matching platform|requested image's platform [^\n]{0,80}does not match|does not (?:provide|match) the (?:specified|requested) platform|operating system (?:"[^"\n]{1,40}" cannot be used on this platform|does not match the host)|is incompatible with a [\d.]{1,20} host/i,
    suspects: ({ text }) => {
      if (/windows|operating system does not match|is incompatible with a/i.test(text))
        return { 'PLAT-03': 0.75, 'PLAT-01': 0.15 };
      if (/arm\/v[567]/i.test(text)) return { 'PLAT-07': 0.7, 'PLAT-01': 0.2 };
      return { 'PLAT-01': 0.8, 'CI-08': 0.1, ...seldom('PLAT-07') };
    },
  },
  {
    pattern:
      /name[_ ]unknown|RepositoryNotFoundException|repository with name '[^']*' does not exist|repository \S+ not found(?!: does not exist)/i,
    suspects: (reading) => noRepository(reading),
  },
  {
    pattern: /manifest[_ ]unknown|Requested image not found|ImageNotFoundException/i,
    suspects: (reading) => noImage(reading, false),
  },
  symptom(
    /could not fetch content descriptor|blob[_ ]unknown|Requested layer not found|LayersNotFoundException/i,
    { 'LAYER-06': 0.85, 'IMG-10': 0.05 },
  ),
  symptom(/ImageInaccessible|LayerInaccessible/, { 'IMG-10': 0.5, 'IMG-04': 0.4 }),
  // Harbor's words, and Artifactory's.
  symptom(
    /(?:repo|artifact|repository) [\w./@:-]{1,300}(?:, tag [\w.-]{1,128})? not found\b(?!: (?:name|does))|The named manifest is not known to the registry/i,
    { 'IMG-01': 0.45, 'REPO-01': 0.3, 'RT-03': 0.08 },
  ),
  {
    pattern: /(?:: |=|")not found\b|\(404\)|404 not found|status code 404|code = NotFound/i,
    unless:
      /no match(?:ing manifest)? for|name[_ ]unknown|manifest[_ ]unknown|Requested image not found|repository with name|repository \S+ not found|content descriptor|pull access|executable file not found|secret[^\n]*not found|admission webhook|secrets "|No such image: /i,
    suspects: (reading) => notFound(reading),
  },
  {
    pattern:
      /pull access denied for ([^\s,:]+)|repository ([^\s]+?)(?::[\w.-]+)? not found: does not exist or no pull access/i,
    unless: /authorization token has expired|no basic auth credentials|name unknown/i,
    suspects: (reading, [, denied, lost]) => refusedByDaemon(denied ?? lost ?? '', reading),
  },
  symptom(
    /docker\.io\/(?:v2\/)?library\/[^\n]*(?:pull access denied|insufficient_scope|authorization failed|requested access to the resource is denied|\b401\b|UNAUTHORIZED)|scope=repository(?::|%3A)library(?:\/|%2F)[^\n]*(?:\b401\b|UNAUTHORIZED)/i,
    { 'REF-02': 0.75, 'PTC-02': 0.05 },
  ),
  symptom(/could not be accessed on a registry to record its digest/i, {
    'NODE-03': 0.4,
    'POD-03': 0.2,
    'IMG-01': 0.15,
  }),
  // podman and CRI-O do not take Docker Hub for granted.
  symptom(
    /short-?name (?:mode|resolution|"?[\w./:-]{1,300}"? did not resolve)|no unqualified-search registries|returns ambiguous list/i,
    {
      'REF-02': 0.85,
    },
  ),
  symptom(
    /An image does not exist locally with the tag|tag does not exist: |unable to tag image|No such image: /i,
    {
      'CI-06': 0.45,
      'REF-10': 0.3,
      'REF-14': 0.1,
    },
  ),
  symptom(
    /Unable to locate any tags in provided repository|chart "[^"\n]{1,200}" (?:version "[^"\n]{1,80}" )?not found/i,
    {
      'IMG-01': 0.6,
      'REPO-01': 0.2,
    },
  ),
  symptom(/Source image [^\n]{1,400} does not exist/i, { 'IMG-01': 0.5, 'REPO-01': 0.25 }),
  symptom(
    /Image(?:Tag)?AlreadyExists|tag[^\n]*already exists[^\n]*immutable|cannot be overwritten because the (?:repository|tag) is immutable/i,
    { 'CI-07': 0.75, 'IMG-07': 0.2 },
  ),
  {
    pattern:
      /ImageTagAlreadyExists|cannot be overwritten because the (?:repository|tag) is immutable/i,
    suspects: ({ isCached }) => (isCached ? { 'PTC-16': 0.8 } : {}),
  },
];

/** Two words, of whatever was asked for last. */
function notFound(reading: Reading): Suspects {
  // Common words are said of everything.
  if (!isAboutImages(reading) && !/\b404 not found$/im.test(reading.text)) return {};
  if (reading.told.operation === 'push') return { 'REPO-01': 0.75, 'CI-06': 0.1 };
  if (reading.isSandbox) return { 'PAUSE-02': 0.5, 'PAUSE-01': 0.2 };
  if (reading.isLayer) return { 'LAYER-06': 0.6, 'IMG-10': 0.1, 'LAYER-04': 0.03 };
  return noImage(reading, true);
}

function noRepository({ isCached, isNestedCache, isPublic, text }: Reading): Suspects {
  if (/push|UploadLayer|blob upload/i.test(text)) return { 'REPO-01': 0.7, 'CI-06': 0.2 };
  if (isNestedCache) return { 'REPO-01': 0.4, 'PTC-05': 0.2, 'PTC-01': 0.15, 'PTC-04': 0.1 };
  if (isCached)
    return {
      'PTC-05': 0.3,
      'PTC-01': 0.28,
      'PTC-04': 0.22,
      'REPO-01': 0.08,
      ...seldom('PTC-02 PTC-17 PTC-18 PTC-19 ADM-04'),
    };
  if (isPublic) return { 'REPO-01': 0.6, 'REF-13': 0.2 };
  return {
    'REPO-01': 0.5,
    'REF-05': 0.13,
    'REPO-03': 0.1,
    'REF-10': 0.08,
    'REF-04': 0.06,
    'CI-06': 0.05,
    ...seldom('REPO-02 PTC-01 ADM-04 KMS-06'),
  };
}

/** @param unsure a bare "not found", with which runtimes tell of a repository that is not there as well. */
export function noImage({ isCached, isPublic, text }: Reading, unsure: boolean): Suspects {
  const digest = /@sha256:[0-9a-f]{8,}/.test(text);
  if (isCached) {
    return digest
      ? { 'PTC-06': 0.6, 'PTC-13': 0.12, 'PTC-04': 0.1, ...seldom('REF-11 REF-12') }
      : {
          'PTC-04': 0.27,
          'IAM-14': 0.17,
          'PTC-05': 0.15,
          'PTC-13': 0.14,
          'PTC-01': 0.1,
          'PTC-02': 0.05,
          ...seldom('PTC-18 PTC-07 EPP-06'),
        };
  }
  const repository: Suspects = unsure ? { 'REPO-01': isPublic ? 0.3 : 0.2, 'REF-05': 0.08 } : {};
  const other = seldom(
    'IMG-05 IMG-06 IMG-07 CI-09 REPO-02 REPO-03 REF-10 REF-04 KMS-06 ADM-04 PTC-04',
  );
  if (digest)
    return {
      'REF-11': 0.35,
      'IMG-09': 0.22,
      'IMG-03': 0.1,
      ...repository,
      ...seldom('REF-12 IMG-02 IMG-04 IMG-06 REPO-02 REPO-03'),
    };
  // A public repository without latest is likelier gone, or renamed, than without that tag alone.
  if (unsure && isPublic && /:latest\b/.test(text)) {
    return { 'REPO-01': 0.45, 'IMG-01': 0.3, 'REF-13': 0.05, 'IMG-03': 0.05 };
  }
  if (/:latest\b/.test(text) && !isPublic) {
    return { 'REF-03': 0.38, 'IMG-01': 0.25, 'IMG-02': 0.06, ...repository, ...other };
  }
  return {
    'IMG-01': 0.45,
    'IMG-02': 0.11,
    'IMG-03': 0.06,
    'IMG-04': 0.05,
    'CI-06': 0.04,
    ...repository,
    ...other,
  };
}

/** dockerd has one sentence for a repository that is not there, or not in reach, or that needs a login. */
function refusedByDaemon(repository: string, reading: Reading): Suspects {
  const { text, isPublic, isMachine, isTask } = reading;
  const isHub = /requested access to the resource is denied/.test(text);
  // A host without a repository behind it is a name at Docker Hub.
  if (isHub && !repository.includes('/') && /\.dkr[.-]ecr/.test(repository)) {
    return { 'REF-02': 0.5, 'REF-10': 0.25, 'REF-01': 0.1 };
  }
  if (/\.dkr[.-]ecr/.test(repository)) {
    if (isMachine) return { 'NODE-03': 0.35, 'REPO-01': 0.25, 'POD-03': 0.12, 'RPOL-01': 0.08 };
    if (isTask) return { 'IAM-01': 0.25, 'CRED-01': 0.22, 'IAM-03': 0.2, 'REPO-01': 0.15 };
    return { 'NODE-02': 0.27, 'CRED-01': 0.25, 'REPO-01': 0.22, 'POD-03': 0.06 };
  }
  if (isPublic) return { 'REPO-01': 0.4, 'POD-03': 0.2, 'REF-13': 0.15 };
  if (!/[.:]/.test(repository.split('/')[0] ?? '') || /^docker\.io\//.test(repository)) {
    return { 'REF-02': 0.65, 'POD-11': 0.25, 'REF-14': 0.05 };
  }
  return isHub ? { 'REF-09': 0.4, 'POD-04': 0.2 } : {};
}
