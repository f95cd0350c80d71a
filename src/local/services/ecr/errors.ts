import { AwsError } from '../../protocol/aws-error.ts';

/** Errors that only ECR's API has; those that the registry shares are in `local/ecr`. */
export const apiErrors = {
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
  unsupportedUpstream: (url: string) =>
    new AwsError(
      'UnsupportedUpstreamRegistryException',
      `The specified upstream registry '${url}' is not supported`,
    ),
  upstreamLayer: (message: string) => new AwsError('UnableToGetUpstreamLayerException', message),
  imageAlreadyExists: (digest: string, tag: string | undefined, name: string, registryId: string) =>
    new AwsError(
      'ImageAlreadyExistsException',
      `Image with digest '${digest}'${tag === undefined ? '' : ` and tag '${tag}'`} already exists in the repository with name '${name}' in registry with id '${registryId}'`,
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
  invalidTag: (message: string) => new AwsError('InvalidTagParameterException', message),
  tooManyTags: (message: string) => new AwsError('TooManyTagsException', message),
  invalidParameter: (path: string, constraint: string) =>
    new AwsError(
      'InvalidParameterException',
      `Invalid parameter at '${path}' failed to satisfy constraint: '${constraint}'`,
    ),
  invalidText: (message: string) => new AwsError('InvalidParameterException', message),
} as const;
