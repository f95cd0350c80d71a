export type OciErrorCode =
  | 'REFERENCE_EMPTY'
  | 'REFERENCE_SPACE'
  | 'REFERENCE_SCHEME'
  | 'REFERENCE_UPPERCASE'
  | 'REFERENCE_TOO_LONG'
  | 'REFERENCE_EMPTY_TAG'
  | 'REFERENCE_BAD_TAG'
  | 'REFERENCE_BAD_DIGEST'
  | 'REFERENCE_BAD_DOMAIN'
  | 'REFERENCE_BAD_PATH'
  | 'REFERENCE_BARE_ID'
  | 'DIGEST_INVALID'
  | 'DIGEST_UNSUPPORTED'
  | 'MANIFEST_INVALID'
  | 'MANIFEST_UNSUPPORTED'
  | 'MANIFEST_TOO_LARGE'
  | 'PLATFORM_INVALID'
  | 'PLATFORM_NO_MATCH';

/**
 * What is wrong with a reference, digest, manifest or platform.
 * `message` is what containerd or the kubelet would say; `hint` tells the user what to do about it.
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
