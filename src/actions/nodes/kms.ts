import type { AwsChangeFacts, PolicyText } from './base.ts';

interface OfKey extends AwsChangeFacts {
  readonly region: string;
  /** ARN of the key. */
  readonly key: string;
}

export interface EnableKey extends OfKey {
  readonly kind: 'enable-key';
}

/** The key is disabled afterwards. */
export interface CancelKeyDeletion extends OfKey {
  readonly kind: 'cancel-key-deletion';
}

export interface SetKeyPolicy extends OfKey {
  readonly kind: 'set-key-policy';
  readonly document: PolicyText;
  readonly before: PolicyText;
}

export type KmsChange = EnableKey | CancelKeyDeletion | SetKeyPolicy;
