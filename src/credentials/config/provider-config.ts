import { matchImagesOf } from './match-images.ts';

/** File name of our executable; the kubelet finds a provider by it. */
export const executableName = 'hawser-credential-provider';
/** The same executable under a second name: the kubelet requires every entry's name to be unique. */
export const podExecutableName = 'hawser-credential-provider-pods';
/** Annotation by which a service account names its role (KEP-4412, cloud-provider-aws). */
export const roleAnnotation = 'eks.amazonaws.com/ecr-role-arn';
export const audience = 'sts.amazonaws.com';

export interface RenderOptions {
  readonly partition: string;
  /** Pods with the annotation pull with their own role, all others with the node's. */
  readonly tokenAttributes: boolean;
  /** Hosts of mirrors, `HOST=ECR_HOST`. */
  readonly maps: readonly string[];
  /** Folder of the token cache on the node. */
  readonly cache?: string | undefined;
}

/** A CredentialProviderConfig for our executable (kubelet.config.k8s.io/v1), to be printed in any format. */
export function providerConfig(options: RenderOptions) {
  const { partition, tokenAttributes, maps, cache } = options;
  const args = [...maps.map((map) => `--map=${map}`), ...(cache ? [`--cache=${cache}`] : [])];
  const entry = {
    matchImages: [...matchImagesOf(partition), ...maps.map((map) => map.split('=')[0] ?? '')],
    // Only for an answer without a duration, which ours always has.
    defaultCacheDuration: '0s',
    apiVersion: 'credentialprovider.kubelet.k8s.io/v1',
    ...(args.length > 0 ? { args } : {}),
  };
  const forPods = {
    name: podExecutableName,
    ...entry,
    tokenAttributes: {
      serviceAccountTokenAudience: audience,
      cacheType: 'ServiceAccount',
      requireServiceAccount: true,
      requiredServiceAccountAnnotationKeys: [roleAnnotation],
    },
  };
  return {
    apiVersion: 'kubelet.config.k8s.io/v1',
    kind: 'CredentialProviderConfig',
    providers: [...(tokenAttributes ? [forPods] : []), { name: executableName, ...entry }],
  };
}
