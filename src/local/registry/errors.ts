import { BodyTooLarge } from '../../http/body.ts';
import { OciError } from '../../oci/errors.ts';
import { StorageError } from '../../storage/errors.ts';
import { EcrError, type RegistryErrorCode } from '../ecr/ecr-error.ts';
import { AwsError } from '../protocol/aws-error.ts';

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
  if (error instanceof EcrError) {
    const [status, code] = error.registryForm;
    return new RegistryError(status, code, error.message);
  }
  // What another service refuses on ECR's behalf, such as a template's role that may not be assumed.
  if (error instanceof AwsError) return new RegistryError(error.status, 'DENIED', error.message);
  return undefined;
}
