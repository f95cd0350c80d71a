import { AwsError } from '../protocol/aws-error.ts';

/** Error codes of the OCI distribution specification that the registry answers with. */
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

/** How the registry says it: HTTP status, and code of the OCI distribution specification. */
export type RegistryForm = readonly [status: number, code: RegistryErrorCode];

/** An error that both doors to ECR can answer with: code and words of its API, status and code of the registry. */
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
