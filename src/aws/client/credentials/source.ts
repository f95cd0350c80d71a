import type { Environment } from '../proxy.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A source of credentials, found without requesting them. */
export interface CredentialSource {
  /** The identity of these credentials, as far as it is known without using them; contains no secret. */
  identity(): Promise<string>;
  /** @throws CallError */
  credentials(): Promise<Credentials>;
}

/** The input of every source. */
export interface SourceContext {
  readonly environment: Environment;
  /** Region of the calls to STS that a source makes. */
  readonly region: string;
  /** Ends everything. */
  readonly signal: AbortSignal;
}
