/** What lifecycle rules will do to the images of a repository, as far as that is certain today. */
export interface ExpiryFacts {
  /** Images that a rule takes at the latest within the days that were looked ahead, by tag or digest. */
  readonly images: Readonly<Record<string, Expiry>>;
}

export interface Expiry {
  /** ISO 8601: from then on the rule matches. ECR runs it within 24 hours. */
  readonly at: string;
  readonly action: 'EXPIRE' | 'TRANSITION';
  readonly rulePriority: number;
}
