// What Secrets Manager and EventBridge remember. Times are milliseconds since the epoch.
import type { Tags } from './iam.ts';

/** Keyed by `account/region name`. */
export interface SecretRecord {
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  readonly kmsKeyId?: string;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly accessedAt?: number;
  /** When it will be gone; present once it has been deleted. */
  readonly deletesAt?: number;
  readonly tags: Tags;
  /** Oldest first. */
  readonly versions: readonly SecretVersionRecord[];
}

/** One value of a secret: a text, or bytes in base64. */
export interface SecretVersionRecord {
  readonly id: string;
  readonly stages: readonly string[];
  readonly createdAt: number;
  readonly text?: string;
  readonly binary?: string;
}

/** A rule of the default event bus. Keyed by `account/region name`. */
export interface EventRuleRecord {
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  readonly pattern: string;
  readonly enabled: boolean;
  readonly targets: readonly EventTargetRecord[];
}

export interface EventTargetRecord {
  readonly id: string;
  readonly arn: string;
  /** Text that is delivered instead of the event. */
  readonly input?: string;
}
