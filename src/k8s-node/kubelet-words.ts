import type { PodIdentity } from './credential-provider.ts';

/** A provider that returned no credentials, for the kubelet's log. */
export interface ProviderFailure {
  readonly provider: string;
  readonly image: string;
  readonly step: 'exec' | 'service-account' | 'service-account-token';
  /** If a token of the pod's service account was needed. */
  readonly pod?: PodIdentity;
  readonly message: string;
}

/** The texts of a kubelet's events and log, which differ between versions. */
export interface KubeletWords {
  readonly created: (container: string) => string;
  readonly started: (container: string) => string;
  readonly present: (image: string) => string;
  /** One line of its log. */
  readonly providerFailed: (failure: ProviderFailure) => string;
}

/** Recorded from 1.34.2 (pkg/kubelet, pkg/credentialprovider/plugin). */
const before35: KubeletWords = {
  created: (container) => `Created container: ${container}`,
  started: (container) => `Started container ${container}`,
  present: (image) => `Container image ${JSON.stringify(image)} already present on machine`,
  providerFailed: ({ step, pod, message }) => {
    const account = `${pod?.namespace}/${pod?.serviceAccountName}`;
    if (step === 'service-account') return `Failed to get service account ${account}: ${message}`;
    if (step === 'service-account-token') {
      return `Error getting service account token ${account}: ${message}`;
    }
    return `Failed getting credential from external registry credential provider: ${message}`;
  },
};

const steps: Record<ProviderFailure['step'], string> = {
  exec: 'failed to get credential from external registry credential provider',
  'service-account': 'failed to get service account',
  'service-account-token': 'failed to get service account token',
};

/** Recorded from 1.35.4. */
const since35: KubeletWords = {
  created: () => 'Container created',
  started: () => 'Container started',
  present: (image) =>
    `Container image ${JSON.stringify(image)} already present on machine and can be accessed by the pod`,
  providerFailed: ({ provider, image, step, pod, message }) =>
    [
      `"Failed to provide credentials for image" err=${quoted(`${steps[step]}: ${message}`)}`,
      `provider=${JSON.stringify(provider)} image=${JSON.stringify(image)}`,
      ...(pod === undefined
        ? []
        : [
            `pod="${pod.namespace}/${pod.name}" podUID=${JSON.stringify(pod.uid)} serviceAccount="${pod.namespace}/${pod.serviceAccountName}"`,
          ]),
    ].join(' '),
};

/** A text of several lines is written as a block (klog: KVListFormat). */
function quoted(text: string): string {
  if (!text.includes('\n')) return JSON.stringify(text);
  return `<\n\t${text.replace(/\n$/, '').replaceAll('\n', '\n\t')}\n >`;
}

/** @param version such as `v1.35.4-eks-0123456`. */
export function kubeletWords(version: string): KubeletWords {
  const [, major = 1, minor = 34] = /^v(\d+)\.(\d+)/.exec(version)?.map(Number) ?? [];
  return major > 1 || minor >= 35 ? since35 : before35;
}
