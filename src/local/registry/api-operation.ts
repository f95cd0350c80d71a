import type { Route } from './route.ts';

type Kind = Exclude<Route, { readonly invalid: unknown }>['kind'];

/**
 * Which operation of ECR's API a request to the registry counts as, on the trail and for rate limits.
 * Source: ECR User Guide, "Logging Amazon ECR actions with AWS CloudTrail": a push is recorded as
 * InitiateLayerUpload, UploadLayerPart, CompleteLayerUpload and PutImage, a pull as GetDownloadUrlForLayer
 * and BatchGetImage.
 */
const operations: Readonly<Record<string, string>> = {
  'GET manifest': 'BatchGetImage',
  'HEAD manifest': 'BatchGetImage',
  'PUT manifest': 'PutImage',
  'DELETE manifest': 'BatchDeleteImage',
  'HEAD blob': 'BatchCheckLayerAvailability',
  'GET blob': 'GetDownloadUrlForLayer',
  'POST uploads': 'InitiateLayerUpload',
  'PATCH upload': 'UploadLayerPart',
  'PUT upload': 'CompleteLayerUpload',
  'GET tags': 'ListImages',
  'GET referrers': 'ListImageReferrers',
  'GET catalog': 'DescribeRepositories',
};

/** @returns undefined for requests that the API has no counterpart of. */
export function apiOperation(method: string, kind: Kind): string | undefined {
  return operations[`${method} ${kind}`];
}
