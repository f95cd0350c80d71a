import type { AwsChangeFacts } from './base.ts';

/** Asks AWS for a larger quota. */
export interface RequestQuotaIncrease extends AwsChangeFacts {
  readonly kind: 'request-quota-increase';
  readonly region: string;
  readonly serviceCode: string;
  readonly quotaCode: string;
  readonly desiredValue: number;
}
