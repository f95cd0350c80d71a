import type { Environment } from '../proxy.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A place where credentials come from, found without asking it for them. */
export interface CredentialSource {
  /** Who these credentials speak for, as far as can be known without using them; holds no secret. */
  identity(): Promise<string>;
  /** @throws CallError */
  credentials(): Promise<Credentials>;
}

/** What every source is given. */
export interface SourceContext {
  readonly environment: Environment;
  /** Region of the calls to STS that a source makes. */
  readonly region: string;
  /** Ends everything. */
  readonly signal: AbortSignal;
}
