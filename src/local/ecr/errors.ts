import { EcrError, type RegistryForm } from './ecr-error.ts';

const upstreamForms = {
  UpstreamAccessDenied: [403, 'DENIED'],
  UpstreamTooManyRequests: [429, 'TOOMANYREQUESTS'],
  UpstreamUnavailable: [404, 'MANIFEST_UNKNOWN'],
} as const satisfies Readonly<Record<string, RegistryForm>>;

/**
 * The errors of ECR at either door, with its codes and messages. At the API all are HTTP 400, also a denial
 * (ECR API reference). Sources of their registry forms: messages in public logs and the ECR User Guide's
 * troubleshooting pages; see docs/fidelity.md.
 */
export const ecrErrors = {
  kms: (why: string) =>
    new EcrError('KmsException', `KMS error: ${why}`, [403, 'DENIED'], { kmsError: why }),
  repositoryNotFound: (name: string, registryId: string) =>
    new EcrError(
      'RepositoryNotFoundException',
      `The repository with name '${name}' does not exist in the registry with id '${registryId}'`,
      [404, 'NAME_UNKNOWN'],
    ),
  limitExceeded: (what: string) =>
    new EcrError('LimitExceededException', `The operation exceeds a limit: ${what}`, [
      400,
      'DENIED',
    ]),
  secretNotFound: () =>
    new EcrError(
      'SecretNotFoundException',
      'The ARN of the secret specified in the pull through cache rule was not found. Update the secret ARN in the pull through cache rule and try again.',
      [403, 'DENIED'],
    ),
  unableToAccessSecret: () =>
    new EcrError(
      'UnableToAccessSecretException',
      'The secret is unable to be accessed. Verify the resource permissions for the secret and try again.',
      [403, 'DENIED'],
    ),
  unableToDecryptSecret: () =>
    new EcrError(
      'UnableToDecryptSecretValueException',
      'The secret is encrypted with a customer managed key. Encrypt it with the default key aws/secretsmanager and try again.',
      [403, 'DENIED'],
    ),
  malformedSecret: () =>
    new EcrError(
      'UnableToAccessSecretException',
      'The secret must be a JSON object with the keys "username" and "accessToken".',
      [403, 'DENIED'],
    ),
  /** What a puller is told of all of these. */
  upstreamRefuses: () =>
    new EcrError(
      'UpstreamAccessDenied',
      'The authentication to the upstream registry failed. Verify that the credentials are valid and try again.',
      upstreamForms.UpstreamAccessDenied,
    ),
  /** Not an error of ECR's API but a failure of one image; the registry has its own form of it. */
  upstream: (code: keyof typeof upstreamForms, message: string) =>
    new EcrError(code, message, upstreamForms[code]),
  imageNotFound: (id: string, name: string, registryId: string) =>
    new EcrError(
      'ImageNotFoundException',
      `The image with imageId ${id} does not exist within the repository with name '${name}' in the registry with id '${registryId}'`,
      [404, 'MANIFEST_UNKNOWN'],
    ),
  tagImmutable: (tag: string, name: string) =>
    new EcrError(
      'ImageTagAlreadyExistsException',
      `The image tag '${tag}' already exists in the '${name}' repository and cannot be overwritten because the tag is immutable.`,
      [400, 'TAG_INVALID'],
    ),
  notOfManifests: (mediaType: string) =>
    new EcrError(
      'InvalidParameterException',
      `Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'An image index must refer to manifests, not to ${mediaType}. A cache of BuildKit must be exported with image-manifest=true,oci-mediatypes=true'`,
      [400, 'MANIFEST_INVALID'],
    ),
  digestDoesNotMatch: (given: string, found: string) =>
    new EcrError(
      'ImageDigestDoesNotMatchException',
      `The image digest '${given}' does not match the digest '${found}' calculated for the image manifest`,
      [400, 'DIGEST_INVALID'],
    ),
  layersNotFound: (digests: readonly string[], name: string, registryId: string) =>
    new EcrError(
      'LayersNotFoundException',
      `Layers with digests '[${digests.join(', ')}]' required for pushing image into repository with name '${name}' in the registry with id '${registryId}' do not exist`,
      [404, 'MANIFEST_BLOB_UNKNOWN'],
    ),
  referencedImagesNotFound: (digests: readonly string[], name: string, registryId: string) =>
    new EcrError(
      'ReferencedImagesNotFoundException',
      `Images with digests '[${digests.join(', ')}]' required for pushing image into repository with name '${name}' in the registry with id '${registryId}' do not exist`,
      [404, 'MANIFEST_BLOB_UNKNOWN'],
    ),
  uploadNotFound: (id: string, name: string, registryId: string) =>
    new EcrError(
      'UploadNotFoundException',
      `The upload with id '${id}' does not exist in the repository with name '${name}' in the registry with id '${registryId}'`,
      [404, 'BLOB_UPLOAD_UNKNOWN'],
    ),
  invalidLayer: () =>
    new EcrError(
      'InvalidLayerException',
      'None of the provided layer digests match the calculated layer digest',
      [400, 'BLOB_UPLOAD_INVALID'],
    ),
  invalidLayerPart: (first: number, expected: number) =>
    new EcrError(
      'InvalidLayerPartException',
      `First byte of the layer part is ${first} instead of ${expected}`,
      [416, 'BLOB_UPLOAD_INVALID'],
      { lastValidByteReceived: String(expected - 1) },
    ),
  uploadIsWritten: (held: number) =>
    new EcrError(
      'InvalidLayerPartException',
      'Another request writes to this upload, or has written to it. Get the current offset and continue from there.',
      [416, 'BLOB_UPLOAD_INVALID'],
      { lastValidByteReceived: String(held - 1) },
    ),
  notAuthorized: (message: string) =>
    new EcrError('AccessDeniedException', message, [403, 'DENIED']),
} as const;
