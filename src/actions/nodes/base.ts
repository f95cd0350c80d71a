/** How a change can be taken back. */
export type Reversibility =
  /** By a change of the same kind: what was before is known, or there was nothing. */
  | 'reversible'
  /** Only by whoever knows what was before. */
  | 'by hand'
  /** Not at all. */
  | 'irreversible';

/** What every change says of itself. */
export interface ChangeFacts {
  /** Why it is made, as a sentence. */
  readonly reason: string;
  readonly reversibility: Reversibility;
  /** What it may break, or weaken, for others. */
  readonly risk?: string;
}

/** A change in an AWS account. */
export interface AwsChangeFacts extends ChangeFacts {
  readonly account: string;
  /** Left out for global services, such as IAM. */
  readonly region?: string;
}

/** The text of a policy: a JSON object. */
export type PolicyText = object;
