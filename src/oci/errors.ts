export type OciErrorCode =
  | 'DIGEST_INVALID'
  | 'DIGEST_UNSUPPORTED'
  | 'MANIFEST_INVALID'
  | 'MANIFEST_UNSUPPORTED'
  | 'MANIFEST_TOO_LARGE'
  | 'PLATFORM_INVALID'
  | 'PLATFORM_NO_MATCH';

/**
 * What is wrong with a digest, manifest or platform. `message` is that of containerd or the kubelet; `hint`
 * tells the user what to do.
 */
export class OciError extends Error {
  override readonly name = 'OciError';
  readonly code: OciErrorCode;
  readonly hint: string;

  constructor(code: OciErrorCode, message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.hint = hint;
  }
}
