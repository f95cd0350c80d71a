import { AwsError } from '../protocol/aws-error.ts';

/** ECR's errors, in its own codes and words. All are HTTP 400, also the denial (ECR API reference). */
export const ecrErrors = {
  repositoryNotFound: (name: string, registryId: string) =>
    new AwsError(
      'RepositoryNotFoundException',
      `The repository with name '${name}' does not exist in the registry with id '${registryId}'`,
    ),
  repositoryAlreadyExists: (name: string, registryId: string) =>
    new AwsError(
      'RepositoryAlreadyExistsException',
      `The repository with name '${name}' already exists in the registry with id '${registryId}'`,
    ),
  repositoryNotEmpty: (name: string, registryId: string) =>
    new AwsError(
      'RepositoryNotEmptyException',
      `The repository with name '${name}' in registry with id '${registryId}' cannot be deleted because it still contains images`,
    ),
  repositoryPolicyNotFound: (name: string, registryId: string) =>
    new AwsError(
      'RepositoryPolicyNotFoundException',
      `Repository policy does not exist for the repository with name '${name}' in the registry with id '${registryId}'`,
    ),
  registryPolicyNotFound: (registryId: string) =>
    new AwsError(
      'RegistryPolicyNotFoundException',
      `Registry policy does not exist in the registry with id '${registryId}'`,
    ),
  lifecyclePolicyNotFound: (name: string, registryId: string) =>
    new AwsError(
      'LifecyclePolicyNotFoundException',
      `Lifecycle policy does not exist for the repository with name '${name}' in the registry with id '${registryId}'`,
    ),
  previewInProgress: (name: string, registryId: string) =>
    new AwsError(
      'LifecyclePolicyPreviewInProgressException',
      `The previous lifecycle policy preview for the repository with name '${name}' in the registry with id '${registryId}' has not completed`,
    ),
  previewNotFound: (name: string, registryId: string) =>
    new AwsError(
      'LifecyclePolicyPreviewNotFoundException',
      `Lifecycle policy preview does not exist for the repository with name '${name}' in the registry with id '${registryId}'`,
    ),
  storageClassUpdateNotSupported: (digest: string, why: string) =>
    new AwsError(
      'ImageStorageClassUpdateNotSupportedException',
      `The storage class of the image with digest '${digest}' cannot be updated: ${why}`,
    ),
  limitExceeded: (what: string) =>
    new AwsError('LimitExceededException', `The operation exceeds a limit: ${what}`),
  exclusionExists: (arn: string) =>
    new AwsError(
      'ExclusionAlreadyExistsException',
      `The pull time update exclusion for the principal '${arn}' already exists`,
    ),
  exclusionNotFound: (arn: string) =>
    new AwsError(
      'ExclusionNotFoundException',
      `The pull time update exclusion for the principal '${arn}' does not exist`,
    ),
  unsupportedImageType: (mediaType: string) =>
    new AwsError('UnsupportedImageTypeException', `The image type '${mediaType}' is not supported`),
  imageArchived: (digest: string) =>
    new AwsError(
      'ImageArchivedException',
      `The image with digest '${digest}' is archived and cannot be scanned`,
    ),
  scanLimitExceeded: () =>
    new AwsError(
      'LimitExceededException',
      'The scan quota per image has been exceeded. Wait and try again.',
    ),
  scanNotFound: (id: string, name: string, registryId: string) =>
    new AwsError(
      'ScanNotFoundException',
      `Image scan does not exist for the image with '${id}' in the repository with name '${name}' in the registry with id '${registryId}'`,
    ),
  signingConfigurationNotFound: (registryId: string) =>
    new AwsError(
      'SigningConfigurationNotFoundException',
      `Signing configuration does not exist in the registry with id '${registryId}'`,
    ),
  templateExists: (prefix: string, registryId: string) =>
    new AwsError(
      'TemplateAlreadyExistsException',
      `The repository creation template with prefix '${prefix}' already exists in the registry with id '${registryId}'`,
    ),
  templateNotFound: (prefix: string, registryId: string) =>
    new AwsError(
      'TemplateNotFoundException',
      `The repository creation template with prefix '${prefix}' does not exist in the registry with id '${registryId}'`,
    ),
  cacheRuleExists: (prefix: string, registryId: string) =>
    new AwsError(
      'PullThroughCacheRuleAlreadyExistsException',
      `A pull through cache rule with Amazon ECR repository prefix '${prefix}' already exists in the registry with id '${registryId}'`,
    ),
  cacheRuleNotFound: (prefix: string, registryId: string) =>
    new AwsError(
      'PullThroughCacheRuleNotFoundException',
      `The pull through cache rule with Amazon ECR repository prefix '${prefix}' does not exist in the registry with id '${registryId}'`,
    ),
  secretNotFound: () =>
    new AwsError(
      'SecretNotFoundException',
      'The ARN of the secret specified in the pull through cache rule was not found. Update the secret ARN in the pull through cache rule and try again.',
    ),
  unableToAccessSecret: () =>
    new AwsError(
      'UnableToAccessSecretException',
      'The secret is unable to be accessed. Verify the resource permissions for the secret and try again.',
    ),
  malformedSecret: () =>
    new AwsError(
      'UnableToAccessSecretException',
      'The secret must be a JSON object with the keys "username" and "accessToken".',
    ),
  unsupportedUpstream: (url: string) =>
    new AwsError(
      'UnsupportedUpstreamRegistryException',
      `The specified upstream registry '${url}' is not supported`,
    ),
  /** Not an error of ECR's API but a failure of one image; the registry's door has its own form of it. */
  upstream: (
    code: 'UpstreamAccessDenied' | 'UpstreamTooManyRequests' | 'UpstreamUnavailable',
    message: string,
  ) => new AwsError(code, message),
  upstreamLayer: (message: string) => new AwsError('UnableToGetUpstreamLayerException', message),
  imageNotFound: (id: string, name: string, registryId: string) =>
    new AwsError(
      'ImageNotFoundException',
      `The image with imageId ${id} does not exist within the repository with name '${name}' in the registry with id '${registryId}'`,
    ),
  imageAlreadyExists: (digest: string, tag: string | undefined, name: string, registryId: string) =>
    new AwsError(
      'ImageAlreadyExistsException',
      `Image with digest '${digest}'${tag === undefined ? '' : ` and tag '${tag}'`} already exists in the repository with name '${name}' in registry with id '${registryId}'`,
    ),
  tagImmutable: (tag: string, name: string) =>
    new AwsError(
      'ImageTagAlreadyExistsException',
      `The image tag '${tag}' already exists in the '${name}' repository and cannot be overwritten because the tag is immutable.`,
    ),
  notOfManifests: (mediaType: string) =>
    new AwsError(
      'InvalidParameterException',
      `Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'An image index must refer to manifests, not to ${mediaType}. A cache of BuildKit must be exported with image-manifest=true,oci-mediatypes=true'`,
    ),
  digestDoesNotMatch: (given: string, found: string) =>
    new AwsError(
      'ImageDigestDoesNotMatchException',
      `The image digest '${given}' does not match the digest '${found}' calculated for the image manifest`,
    ),
  layersNotFound: (digests: readonly string[], name: string, registryId: string) =>
    new AwsError(
      'LayersNotFoundException',
      `Layers with digests '[${digests.join(', ')}]' required for pushing image into repository with name '${name}' in the registry with id '${registryId}' do not exist`,
    ),
  referencedImagesNotFound: (digests: readonly string[], name: string, registryId: string) =>
    new AwsError(
      'ReferencedImagesNotFoundException',
      `Images with digests '[${digests.join(', ')}]' required for pushing image into repository with name '${name}' in the registry with id '${registryId}' do not exist`,
    ),
  layerInaccessible: (digest: string, name: string, registryId: string) =>
    new AwsError(
      'LayerInaccessibleException',
      `Layer with digest '${digest}' in the repository with name '${name}' in the registry with id '${registryId}' is not referenced by any image`,
    ),
  layerNotFound: (digest: string, name: string, registryId: string) =>
    new AwsError(
      'LayersNotFoundException',
      `The layer with digest '${digest}' does not exist in the repository with name '${name}' in the registry with id '${registryId}'`,
    ),
  uploadNotFound: (id: string, name: string, registryId: string) =>
    new AwsError(
      'UploadNotFoundException',
      `The upload with id '${id}' does not exist in the repository with name '${name}' in the registry with id '${registryId}'`,
    ),
  emptyUpload: (id: string) =>
    new AwsError(
      'EmptyUploadException',
      `The upload with id '${id}' does not contain any layer parts`,
    ),
  layerAlreadyExists: (digest: string, name: string, registryId: string) =>
    new AwsError(
      'LayerAlreadyExistsException',
      `The layer with digest '${digest}' already exists in the repository with name '${name}' in the registry with id '${registryId}'`,
    ),
  layerPartTooSmall: () =>
    new AwsError('LayerPartTooSmallException', 'Layer parts must be at least 5 MiB in size'),
  invalidLayer: () =>
    new AwsError(
      'InvalidLayerException',
      'None of the provided layer digests match the calculated layer digest',
    ),
  invalidLayerPart: (first: number, expected: number) =>
    new AwsError(
      'InvalidLayerPartException',
      `First byte of the layer part is ${first} instead of ${expected}`,
      400,
      { lastValidByteReceived: String(expected - 1) },
    ),
  uploadIsWritten: (held: number) =>
    new AwsError(
      'InvalidLayerPartException',
      'Another request writes to this upload, or has written to it meanwhile. Ask how far it has come, and go on from there.',
      400,
      { lastValidByteReceived: String(held - 1) },
    ),
  invalidTag: (message: string) => new AwsError('InvalidTagParameterException', message),
  tooManyTags: (message: string) => new AwsError('TooManyTagsException', message),
  invalidParameter: (path: string, constraint: string) =>
    new AwsError(
      'InvalidParameterException',
      `Invalid parameter at '${path}' failed to satisfy constraint: '${constraint}'`,
    ),
  invalidText: (message: string) => new AwsError('InvalidParameterException', message),
  notAuthorized: (message: string) => new AwsError('AccessDeniedException', message),
} as const;
