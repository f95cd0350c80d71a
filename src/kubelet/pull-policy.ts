import { parseReference } from '../names/reference.ts';

/** When a container's image is pulled. */
export type PullPolicy = 'Always' | 'IfNotPresent' | 'Never';

/** The image fields of a container. */
export interface ContainerImage {
  readonly image: string;
  readonly imagePullPolicy?: PullPolicy;
}

/**
 * The effective policy. The API server sets the default when a container is created; a container that has
 * none gets it here: Always for `latest` or no tag, else IfNotPresent (pkg/apis/core/v1/defaults.go).
 */
export function pullPolicyOf({ image, imagePullPolicy }: ContainerImage): PullPolicy {
  if (imagePullPolicy !== undefined) return imagePullPolicy;
  try {
    const { tag, digest } = parseReference(image);
    return (tag ?? (digest === undefined ? 'latest' : '')) === 'latest' ? 'Always' : 'IfNotPresent';
  } catch {
    return 'IfNotPresent';
  }
}
