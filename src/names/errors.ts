export type ReferenceErrorCode =
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
  | 'REFERENCE_BARE_ID';

/**
 * What is wrong with an image reference. `message` is that of containerd or the kubelet; `hint` tells the user
 * what to do.
 */
export class InvalidReference extends Error {
  override readonly name = 'InvalidReference';
  readonly code: ReferenceErrorCode;
  readonly hint: string;

  constructor(code: ReferenceErrorCode, message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.hint = hint;
  }
}
