/** How a change can be reverted. */
export type Reversibility =
  /** By a change of the same kind: the previous state is known, or there was none. */
  | 'reversible'
  /** Only by someone who knows the previous state. */
  | 'by hand'
  /** Not at all. */
  | 'irreversible';

/** The properties of every change. */
export interface ChangeFacts {
  /** Why it is made, as a sentence. */
  readonly reason: string;
  readonly reversibility: Reversibility;
  /** What it may break or weaken for others. */
  readonly risk?: string;
}

/** A change in an AWS account. */
export interface AwsChangeFacts extends ChangeFacts {
  readonly account: string;
  /** Absent for global services, such as IAM. */
  readonly region?: string;
}

/** The text of a policy: a JSON object. */
export type PolicyText = object;
