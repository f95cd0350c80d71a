import type { Route } from '../../distribution/route.ts';

/** What of a request, besides its method and route, decides which actions the client must be allowed. */
export interface Asked {
  /** Whether a request to an upload sends a part of it. */
  readonly bringsPiece: boolean;
  /** Whether the request that begins an upload also completes it. */
  readonly completes: boolean;
}

/** A request to the registry as ECR sees it. */
export interface RegistryOperation {
  /**
   * Operation of ECR's API that it counts as, on the trail and for rate limits; undefined where the API has no
   * counterpart. Source: ECR User Guide, "Logging Amazon ECR actions with AWS CloudTrail": a push is recorded as
   * InitiateLayerUpload, UploadLayerPart, CompleteLayerUpload and PutImage, a pull as GetDownloadUrlForLayer and
   * BatchGetImage.
   */
  readonly api?: string;
  /** Actions that the client must be allowed, on the repository or, if none is named, on all of them. */
  needs(asked: Asked): readonly string[];
}

const needs =
  (...actions: readonly string[]): RegistryOperation['needs'] =>
  () =>
    actions;
const piece = (asked: Asked): readonly string[] =>
  asked.bringsPiece ? ['ecr:UploadLayerPart'] : [];

const operations: Readonly<Record<string, RegistryOperation>> = {
  'GET manifest': { api: 'BatchGetImage', needs: needs('ecr:BatchGetImage') },
  'HEAD manifest': { api: 'BatchGetImage', needs: needs('ecr:BatchGetImage') },
  'PUT manifest': { api: 'PutImage', needs: needs('ecr:PutImage') },
  'DELETE manifest': { api: 'BatchDeleteImage', needs: needs('ecr:BatchDeleteImage') },
  'HEAD blob': {
    api: 'BatchCheckLayerAvailability',
    needs: needs('ecr:BatchCheckLayerAvailability'),
  },
  'GET blob': { api: 'GetDownloadUrlForLayer', needs: needs('ecr:GetDownloadUrlForLayer') },
  'DELETE blob': { needs: needs('ecr:BatchDeleteImage') },
  'POST uploads': {
    api: 'InitiateLayerUpload',
    needs: ({ completes }) => [
      'ecr:InitiateLayerUpload',
      ...(completes ? ['ecr:UploadLayerPart', 'ecr:CompleteLayerUpload'] : []),
    ],
  },
  'GET upload': { needs: needs('ecr:UploadLayerPart') },
  'PATCH upload': { api: 'UploadLayerPart', needs: needs('ecr:UploadLayerPart') },
  'PUT upload': {
    api: 'CompleteLayerUpload',
    needs: (asked) => [...piece(asked), 'ecr:CompleteLayerUpload'],
  },
  'DELETE upload': { needs: needs('ecr:UploadLayerPart') },
  'GET tags': { api: 'ListImages', needs: needs('ecr:ListImages') },
  'GET referrers': { api: 'ListImageReferrers', needs: needs('ecr:BatchGetImage') },
  'GET catalog': { api: 'DescribeRepositories', needs: needs('ecr:DescribeRepositories') },
};

/** @returns undefined for a request that only checks that the registry is there, or that matches no route. */
export function operationOf(method: string, { kind }: Route): RegistryOperation | undefined {
  return operations[`${method} ${kind}`];
}
