import type { CredentialProvider } from '../../kubelet/credential-provider-config.ts';
import { matchesImage } from '../../kubelet/match-images.ts';
import { matchImagesOf } from '../config/match-images.ts';
import type { Finding } from './finding.ts';

const ecrName = /(^|\.)ecr|dkr|public\.ecr\.aws/;

/** Compares patterns with the existing registries: each must be matched, and each pattern must match one. */
export function checkPatterns(
  providers: readonly CredentialProvider[],
  partition: string,
): Finding[] {
  return [
    ...missing(providers, partition),
    ...providers.flatMap(useless),
    ...providers.flatMap(wide),
  ];
}

/** A registry for each existing form of host. */
const hosts = (partition: string): string[] => matchImagesOf(partition).map(hostOf);

function hostOf(form: string): string {
  return form.replace('*', '000000000000').replace('*', 'xx-test-1');
}

function missing(providers: readonly CredentialProvider[], partition: string): Finding[] {
  const patterns = providers.flatMap(({ matchImages }) => matchImages);
  const matched = (form: string, by: (pattern: string) => string) =>
    patterns.filter((one) => matchesImage(by(one), hostOf(form)));
  const lost = matchImagesOf(partition).filter((form) => matched(form, withoutPath).length === 0);
  const isRestricted = (form: string) => matched(form, general).length > 0;
  const restricted = lost.filter(isRestricted);
  const [forms, open] = [
    lost.filter((form) => isPrivate(form) && !isRestricted(form)),
    lost.filter((form) => !isPrivate(form)),
  ];
  // A registry answers under each form of its host, and a cluster may use only one of them.
  const hasSome = forms.length < matchImagesOf(partition).filter(isPrivate).length;
  const add = (some: readonly string[]) =>
    `add ${some.map((pattern) => JSON.stringify(pattern)).join(', ')} to matchImages`;
  return [
    ...restricted.map((form) => ({
      code: 'HW0586' as const,
      message: `of ${form}, matchImages has only ${matched(form, general).join(', ')}: images of other accounts or Regions are pulled without credentials`,
      fix: `if nodes pull from others too, ${add([form])}`,
    })),
    ...(forms.length === 0
      ? []
      : [
          {
            code: hasSome ? ('HW0585' as const) : ('HW0573' as const),
            message: `no pattern of matchImages matches ${forms.join(', ')}: such images are pulled without credentials`,
            fix: hasSome ? `if images are named with such hosts, ${add(forms)}` : add(forms),
          },
        ]),
    ...(open.length === 0
      ? []
      : [
          {
            code: 'HW0584' as const,
            message: `no pattern of matchImages matches ${open.join(', ')}: such images are pulled anonymously, with lower rate limits`,
            fix: `if these limits are exceeded, ${add(open)}`,
          },
        ]),
  ];
}

/** Everybody may pull from ECR Public. */
function isPrivate(pattern: string): boolean {
  return pattern.startsWith('*.');
}

/** A glob does not match a dot: a pattern with another number of labels than a host never matches it. */
function useless({ name, matchImages }: CredentialProvider): Finding[] {
  return matchImages
    .filter((pattern) => ecrName.test(pattern) || /amazonaws|\.aws\b/.test(pattern))
    .filter((pattern) => !hosts('all').some((host) => matchesImage(general(pattern), host)))
    .map((pattern) => {
      const labels = withoutPath(pattern).split('.').length;
      return {
        code: 'HW0574' as const,
        provider: name,
        message: `the pattern ${JSON.stringify(pattern)} matches no ECR registry: its ${labels} labels are compared one by one, and a glob never matches a dot`,
        fix: `write one glob for the account and one for the Region, as in ${likely(pattern)}, without a port`,
      };
    });
}

/** The form of host that a pattern was probably meant for. */
function likely(pattern: string): string {
  const fips = /ecr-?fips/.test(pattern) ? '-fips' : '';
  if (/on\.(aws|amazonwebservices)/.test(pattern)) {
    const suffix = /\.cn\b/.test(pattern) ? 'on.amazonwebservices.com.cn' : 'on.aws';
    return `*.dkr-ecr${fips}.*.${suffix}`;
  }
  const suffixes: readonly [RegExp, string][] = [
    [/\.cn\b|\bcn-/, 'amazonaws.com.cn'],
    [/\.eu\b|\beusc-/, 'amazonaws.eu'],
  ];
  const suffix = suffixes.find(([sign]) => sign.test(pattern))?.[1] ?? 'amazonaws.com';
  return `*.dkr.ecr${fips}.*.${suffix}`;
}

/** A pattern without its restriction to some accounts or Regions, which is allowed. */
function general(pattern: string): string {
  return withoutPath(pattern)
    .replace(/^[\d*?]+\./, '*.')
    .replace(/(ecr(?:-fips)?)\.(?:[a-z]{2,4}(?:-[a-z]+)+-\d+|[a-z\d-]*[*?][a-z\d*?-]*)\./, '$1.*.');
}

function withoutPath(pattern: string): string {
  return pattern.split('/')[0] ?? '';
}

/** The hosts that a plugin which answers for every image would send an ECR password to. */
function wide({ name, matchImages }: CredentialProvider): Finding[] {
  const foreign = [
    'registry.k8s.io',
    'quay.io',
    'ghcr.io',
    'registry.example.com',
    'a.b.example.com',
  ];
  return matchImages
    .filter((pattern) => foreign.some((host) => matchesImage(withoutPath(pattern), host)))
    .map((pattern) => ({
      code: 'HW0579' as const,
      provider: name,
      message: `the pattern ${JSON.stringify(pattern)} also matches registries that are not ECR: ecr-credential-provider 1.29 and newer sends them the ECR password`,
      fix: 'narrow it to ECR hosts, or use hawser-credential-provider, which refuses other hosts',
    }));
}
