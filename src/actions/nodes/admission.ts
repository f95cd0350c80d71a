import type { ChangeFacts } from './base.ts';

/** Whether pods are let in while a webhook does not answer. */
export interface SetFailurePolicy extends ChangeFacts {
  readonly kind: 'set-failure-policy';
  readonly configuration: string;
  readonly webhookKind: 'mutating' | 'validating';
  /** Place of the webhook in its configuration, from 0. */
  readonly index: number;
  readonly before: string;
  readonly policy: 'Fail' | 'Ignore';
}
