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
  /** Whether it had tags once. */
  readonly wasTagged?: true;
  /** Text of the policy on the secret itself. */
  readonly policy?: string;
  /** Oldest first. */
  readonly versions: readonly SecretVersionRecord[];
}

/** One value of a secret: a text, or bytes in base64. */
export interface SecretVersionRecord {
  readonly id: string;
  readonly stages: readonly string[];
  readonly createdAt: number;
  /** Midnight (UTC) of the day on which it was last read. */
  readonly accessedAt?: number;
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
  readonly tags?: Tags;
}

export interface EventTargetRecord {
  readonly id: string;
  readonly arn: string;
  /** Text that is delivered instead of the event. */
  readonly input?: string;
}

/** A metric alarm of CloudWatch. Keyed by `account/region name`. */
export interface AlarmRecord {
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: readonly (readonly [name: string, value: string])[];
  readonly statistic: string;
  /** Seconds. */
  readonly period: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm?: number;
  readonly threshold: number;
  readonly comparison: string;
  /** How missing data is treated, where the request says so. */
  readonly missingData?: string;
  readonly actionsEnabled: boolean;
  readonly actions: Readonly<Record<'alarm' | 'ok' | 'insufficientData', readonly string[]>>;
  readonly configuredAt: number;
  /** Absent of alarms from before it was kept. */
  readonly createdAt?: number;
  /** A state that SetAlarmState gave it, until its next evaluation. */
  readonly given?: { readonly state: string; readonly reason: string; readonly at: number };
  readonly tags: Tags;
}
