import { BodyTooLarge } from '../../http/body.ts';
import { OciError } from '../../oci/errors.ts';
import { StorageError } from '../../storage/errors.ts';
import { AwsError } from '../protocol/aws-error.ts';

/** Error codes of the OCI distribution specification that this registry answers with. */
export type RegistryErrorCode =
  | 'BLOB_UNKNOWN'
  | 'BLOB_UPLOAD_INVALID'
  | 'BLOB_UPLOAD_UNKNOWN'
  | 'DENIED'
  | 'DIGEST_INVALID'
  | 'MANIFEST_BLOB_UNKNOWN'
  | 'MANIFEST_INVALID'
  | 'MANIFEST_UNKNOWN'
  | 'NAME_INVALID'
  | 'NAME_UNKNOWN'
  | 'SIZE_INVALID'
  | 'TAG_INVALID'
  | 'TOOMANYREQUESTS'
  | 'UNAUTHORIZED'
  | 'UNAVAILABLE'
  | 'UNSUPPORTED';

/** What the registry refuses, with its status and the body `{"errors":[{"code","message"}]}`. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  readonly code: RegistryErrorCode;
  /** HTTP status. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: RegistryErrorCode,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.code = code;
    this.status = status;
    this.headers = headers;
  }
}

/**
 * How ECR's own errors look at the other door. Sources: messages in public logs and the ECR User
 * Guide's troubleshooting pages; see docs/fidelity.md.
 */
const fromApi: Readonly<Record<string, readonly [status: number, code: RegistryErrorCode]>> = {
  AccessDeniedException: [403, 'DENIED'],
  RepositoryNotFoundException: [404, 'NAME_UNKNOWN'],
  ImageTagAlreadyExistsException: [400, 'TAG_INVALID'],
  ImageDigestDoesNotMatchException: [400, 'DIGEST_INVALID'],
  LayersNotFoundException: [404, 'MANIFEST_BLOB_UNKNOWN'],
  ReferencedImagesNotFoundException: [404, 'MANIFEST_BLOB_UNKNOWN'],
  InvalidLayerPartException: [416, 'BLOB_UPLOAD_INVALID'],
  InvalidLayerException: [400, 'BLOB_UPLOAD_INVALID'],
  InvalidParameterException: [400, 'MANIFEST_INVALID'],
  LimitExceededException: [400, 'DENIED'],
  UpstreamAccessDenied: [403, 'DENIED'],
  UpstreamTooManyRequests: [429, 'TOOMANYREQUESTS'],
  UpstreamUnavailable: [404, 'MANIFEST_UNKNOWN'],
  UploadNotFoundException: [404, 'BLOB_UPLOAD_UNKNOWN'],
};

/** ECR's answer to a manifest that is none, whatever is wrong with it; public logs of trivy and oras have it. */
export function invalidManifest(): RegistryError {
  const message =
    "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'";
  return new RegistryError(405, 'UNSUPPORTED', message);
}

/** Finds the registry's form of an error. @returns undefined for one that is not the client's doing. */
export function asRegistryError(error: unknown): RegistryError | undefined {
  if (error instanceof RegistryError) return error;
  if (error instanceof BodyTooLarge) {
    return new RegistryError(413, 'MANIFEST_INVALID', 'The manifest is larger than 4194304 bytes');
  }
  if (error instanceof OciError) {
    return error.code.startsWith('DIGEST')
      ? new RegistryError(400, 'DIGEST_INVALID', error.message)
      : invalidManifest();
  }
  if (error instanceof StorageError && error.code === 'NOT_WRITTEN') {
    return new RegistryError(507, 'UNAVAILABLE', error.message);
  }
  if (error instanceof AwsError) {
    const known = fromApi[error.code];
    if (known !== undefined) return new RegistryError(known[0], known[1], error.message);
  }
  return undefined;
}
