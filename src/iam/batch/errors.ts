/** A line of input that is not a question this engine can answer. */
export class InputError extends Error {
  readonly code = 'InvalidInput';

  constructor(message: string) {
    super(message);
    this.name = 'InputError';
  }
}
