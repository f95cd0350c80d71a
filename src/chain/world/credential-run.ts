/** A run of a credential program that was kept: one that failed, or the first that worked again. */
export interface CredentialRunFacts {
  /** ISO 8601. */
  readonly at: string;
  /** Image or registry that credentials were wanted for; empty when it did not come to that. */
  readonly wanted: string;
  /** `namespace/name`, where a service account asked for itself. */
  readonly serviceAccount?: string;
  readonly failure?: {
    readonly code: string;
    readonly link: string;
    readonly message: string;
    readonly fix: string;
  };
}
