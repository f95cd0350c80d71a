import type { CredentialProvider } from '../../kubelet/credential-provider-config.ts';
import { matchesImage } from '../../kubelet/match-images.ts';
import type { Finding } from './finding.ts';
import { has, type Version } from './version.ts';

const v1 = 'credentialprovider.kubelet.k8s.io/v1';

/** Hosts that ecr-credential-provider supports since a later release, with that release. */
const introduced: readonly [string, string, number, Readonly<Record<number, number>>][] = [
  ['public.ecr.aws', 'ECR Public', 27, {}],
  ['111122223333.dkr-ecr.us-west-2.on.aws', 'dual-stack registries', 32, {}],
  [
    '111122223333.dkr.ecr.eusc-de-east-1.amazonaws.eu',
    'the EU sovereign partition',
    35,
    { 30: 10, 31: 9, 32: 8, 33: 4, 34: 3 },
  ],
  ['ecr-public.aws.com', 'dual-stack ECR Public', 36, { 32: 8, 33: 4, 34: 3, 35: 2 }],
];

/** The problems between this kubelet and this release of cloud-provider-aws's ecr-credential-provider. */
export function checkUpstream(
  provider: CredentialProvider,
  plugin: Version | undefined,
): Finding[] {
  const { name, apiVersion, matchImages, tokenAttributes, defaultCacheDuration = 0 } = provider;
  const stale: Finding[] =
    defaultCacheDuration > 6 * 3_600_000
      ? [
          {
            code: 'HW0578',
            provider: name,
            message: `defaultCacheDuration of ${defaultCacheDuration / 3_600_000} hours: ecr-credential-provider returns no duration for a token that is about to expire, and the kubelet then caches it that long`,
            fix: 'set defaultCacheDuration to "0s": the plugin itself returns how long a token may be cached',
          },
        ]
      : [];
  if (plugin === undefined) return stale;
  const speaksV1 = plugin.minor >= 27;
  const version: Finding[] =
    speaksV1 === (apiVersion === v1)
      ? []
      : [
          {
            code: 'HW0575',
            provider: name,
            message: `apiVersion ${apiVersion} with ecr-credential-provider 1.${plugin.minor}.${plugin.patch}, which supports ${speaksV1 ? 'v1' : 'v1alpha1'} only`,
            fix: `set apiVersion to credentialprovider.kubelet.k8s.io/${speaksV1 ? 'v1' : 'v1alpha1'}, or use hawser-credential-provider, which supports both`,
          },
        ];
  const unknown: Finding[] = introduced
    .filter(([host]) => matchImages.some((pattern) => matchesImage(pattern, host)))
    .filter(([, , first, patches]) => !has(plugin, first, patches))
    .map(([host, what, first]) => ({
      code: 'HW0580',
      provider: name,
      message: `matchImages asks ecr-credential-provider 1.${plugin.minor}.${plugin.patch} for ${host}, but ${what} is supported since 1.${first}: the plugin mistakes the host for another`,
      fix: `install ecr-credential-provider 1.${first} or newer, or remove the pattern`,
    }));
  return [
    ...stale,
    ...version,
    ...unknown,
    ...anonymous(name, tokenAttributes !== undefined, plugin),
  ];
}

function anonymous(provider: string, perPod: boolean, { minor, patch }: Version): Finding[] {
  if (!perPod || minor >= 35) return [];
  if (minor < 34) {
    return [
      {
        code: 'HW0577',
        provider,
        message: `ecr-credential-provider 1.${minor}.${patch} does not read service account tokens: every pod pulls as the node`,
        fix: 'install ecr-credential-provider 1.35 or newer',
      },
    ];
  }
  return [
    {
      code: 'HW0581',
      provider,
      message: `with ecr-credential-provider 1.34.${patch} a pod whose service account names no role pulls anonymously, not as the node`,
      fix: 'install 1.35 or newer, or require the annotation eks.amazonaws.com/ecr-role-arn and add a second entry without tokenAttributes',
    },
  ];
}

/** How this kubelet handles an entry, whichever plugin it runs. */
export function checkKubelet(
  provider: CredentialProvider,
  kubelet: Version | undefined,
): Finding[] {
  const { name, apiVersion, tokenAttributes } = provider;
  if (kubelet === undefined) return [];
  const found: Finding[] = [];
  if (apiVersion === v1 && kubelet.minor < 26) {
    found.push({
      code: 'HW0575',
      provider: name,
      message: `a kubelet 1.${kubelet.minor} does not support ${v1}, which was introduced in 1.26`,
      fix: 'set apiVersion to credentialprovider.kubelet.k8s.io/v1beta1',
    });
  }
  if (tokenAttributes !== undefined && kubelet.minor < 34) {
    const gate = kubelet.minor === 33;
    found.push({
      code: 'HW0577',
      provider: name,
      message: gate
        ? 'tokenAttributes in a kubelet 1.33 needs the feature gate KubeletServiceAccountTokenForCredentialProviders, and does not support cacheType'
        : `a kubelet 1.${kubelet.minor} does not support tokenAttributes and does not start with it`,
      fix: 'upgrade the kubelet to 1.34, or remove tokenAttributes',
    });
  }
  return found;
}
