export type PlanErrorCode =
  /** An option that names no account of the spec. */
  | 'BAD_PROFILE'
  /** The credentials at hand are not of the account that they are for. Nothing was touched. */
  | 'WRONG_ACCOUNT'
  /** AWS did not let us look, or could not be reached. Nothing was touched. */
  | 'NOT_OBSERVED'
  /** Something belongs to another spec. */
  | 'NOT_OURS'
  /** A role that the spec grants something to, and does not make, is not there. */
  | 'NO_SUCH_ROLE'
  /** Risky steps were not confirmed. */
  | 'NOT_CONFIRMED'
  /** A repository that is to go has images. Nothing was touched. */
  | 'KEEPS_IMAGES'
  /** Somebody changed something between plan and apply. Nothing was touched. */
  | 'CHANGED'
  /** Another apply of the same spec is under way. */
  | 'LOCKED'
  /** A call failed on the way; what was done before it stays. */
  | 'STOPPED';

/** Why a plan could not be made or carried out; the hint says what to do about it. */
export class PlanError extends Error {
  override readonly name = 'PlanError';
  readonly code: PlanErrorCode;
  readonly hint: string;

  constructor(code: PlanErrorCode, message: string, hint: string, options: ErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.hint = hint;
  }
}

/** The name and the first line of what AWS, or the way to it, said. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const [first = ''] = error.message.split('\n');
  return `${error.name}: ${first}`.slice(0, 300);
}
