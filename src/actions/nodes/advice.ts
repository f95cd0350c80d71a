import type { ChangeFacts } from './base.ts';

/** Flags and files of a kubelet, which the machine's image or user data sets. */
export interface ConfigureKubelet extends ChangeFacts {
  readonly kind: 'configure-kubelet';
  readonly node: string;
  /** Flags to start it with. */
  readonly flags: readonly string[];
}

/** What a person has to do: there is no command for it. The reason says what. */
export interface Advice extends ChangeFacts {
  readonly kind: 'advice';
}

export type ManualChange = ConfigureKubelet | Advice;
