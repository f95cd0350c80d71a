import type { Access } from '../types.ts';

export const Version = '2012-10-17';

/**
 * What a pull and a push do in a repository (Amazon ECR User Guide: managed policy
 * AmazonEC2ContainerRegistryPullOnly, and "IAM permissions for pushing an image to an Amazon ECR private repository").
 */
export const actionsOf: Readonly<Record<Access, readonly string[]>> = {
  pull: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
  push: [
    'ecr:BatchCheckLayerAvailability',
    'ecr:BatchGetImage',
    'ecr:CompleteLayerUpload',
    'ecr:InitiateLayerUpload',
    'ecr:PutImage',
    'ecr:UploadLayerPart',
  ],
};

/**
 * What the first pull of an image through a cache does besides (ECR User Guide, "IAM permissions required to sync an
 * upstream registry with an Amazon ECR private registry").
 */
export const importActions = ['ecr:BatchImportUpstreamImage', 'ecr:CreateRepository'] as const;

/** The token has no resource (Service Authorization Reference, Amazon ECR). */
export const tokenStatement = {
  Sid: 'Token',
  Effect: 'Allow',
  Action: 'ecr:GetAuthorizationToken',
  Resource: '*',
};

/** A list in a policy: a single value stands alone, as AWS gives it back. */
export function oneOrMany<Value>(values: readonly Value[]): Value | readonly Value[] {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : values;
}
