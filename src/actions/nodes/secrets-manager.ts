import type { AwsChangeFacts } from './base.ts';

interface OfSecret extends AwsChangeFacts {
  readonly region: string;
  /** ARN of the secret. */
  readonly secret: string;
}

/** Takes a deletion back that is scheduled. */
export interface RestoreSecret extends OfSecret {
  readonly kind: 'restore-secret';
}

/** Encrypts a secret under another key. */
export interface SetSecretKey extends OfSecret {
  readonly kind: 'set-secret-key';
  /** Id, ARN or alias of the key. */
  readonly key: string;
}

export type SecretsManagerChange = RestoreSecret | SetSecretKey;
