import type { DistributionErrorCode } from '../../distribution/errors.ts';
import { AwsError } from '../protocol/aws-error.ts';

/** The registry's form: HTTP status, and code of the OCI distribution specification. */
export type RegistryForm = readonly [status: number, code: DistributionErrorCode];

/** An error of ECR for both doors: code and message of its API, status and code of the registry. */
export class EcrError extends AwsError {
  readonly registryForm: RegistryForm;

  constructor(
    code: string,
    message: string,
    registryForm: RegistryForm,
    detail: Readonly<Record<string, string>> = {},
  ) {
    super(code, message, 400, detail);
    this.registryForm = registryForm;
  }
}
