const hints = {
  NOT_A_FILE: 'Name a regular file.',
  TOO_LARGE: 'Name a smaller file.',
} as const;

/** A file that exists but is not read. */
export class FileError extends Error {
  override readonly name = 'FileError';
  readonly code: keyof typeof hints;
  readonly hint: string;

  constructor(code: keyof typeof hints, message: string) {
    super(message);
    this.code = code;
    this.hint = hints[code];
  }
}
