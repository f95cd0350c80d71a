import { DistributionError } from '../../distribution/errors.ts';
import { BodyTooLarge } from '../../http/body.ts';
import { OciError } from '../../oci/errors.ts';
import { StorageError } from '../../storage/errors.ts';
import { EcrError } from '../ecr/ecr-error.ts';
import { AwsError } from '../protocol/aws-error.ts';

/** ECR's answer to any malformed manifest; public logs of trivy and oras have it. */
export function invalidManifest(): DistributionError {
  const message =
    "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'";
  return new DistributionError(405, 'UNSUPPORTED', message);
}

/** The registry's form of an error. @returns undefined for one that the client did not cause. */
export function asRegistryError(error: unknown): DistributionError | undefined {
  if (error instanceof DistributionError) return error;
  if (error instanceof BodyTooLarge) {
    const message = 'The manifest is larger than 4194304 bytes';
    return new DistributionError(413, 'MANIFEST_INVALID', message);
  }
  if (error instanceof OciError) {
    return error.code.startsWith('DIGEST')
      ? new DistributionError(400, 'DIGEST_INVALID', error.message)
      : invalidManifest();
  }
  if (error instanceof StorageError && error.code === 'NOT_WRITTEN') {
    return new DistributionError(507, 'UNAVAILABLE', error.message);
  }
  if (error instanceof EcrError) {
    const [status, code] = error.registryForm;
    return new DistributionError(status, code, error.message);
  }
  // An error of another service that acts for ECR, such as a template's role that may not be assumed.
  if (error instanceof AwsError) {
    return new DistributionError(error.status, 'DENIED', error.message);
  }
  return undefined;
}
