/** An input line that is not a valid question. */
export class InputError extends Error {
  readonly code = 'InvalidInput';

  constructor(message: string) {
    super(message);
    this.name = 'InputError';
  }
}
