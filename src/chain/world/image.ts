import type { EcrImage } from '../../names/ecr-image.ts';
import type { Platform } from '../../oci/platform.ts';
import type { Fact } from '../fact.ts';
import type { Place } from './place.ts';

export interface ImageFacts {
  readonly digest: string;
  /** Only an active image can be pulled (ECR User Guide, "Archiving images"). */
  readonly status: 'ACTIVE' | 'ARCHIVED' | 'ACTIVATING';
  readonly mediaType: string;
  /** What it runs on; empty when the image does not say. */
  readonly platforms: Fact<readonly Platform[]>;
  /** Type of the artifact that it is, such as a Helm chart; left out for a container image. */
  readonly artifactType?: string;
  /** Layers and configuration that the registry cannot deliver. */
  readonly missingBlobs: Fact<readonly string[]>;
}

export function imageAt({ imageKey, repositoryArn }: EcrImage): Place<'images'> {
  return {
    kind: 'images',
    key: imageKey,
    fact: `image ${imageKey}`,
    permission: `ecr:BatchGetImage on ${repositoryArn}`,
  };
}
