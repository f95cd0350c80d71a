import type { Fact } from '../fact.ts';
import type { Place } from './place.ts';

/** Operations of ECR whose quotas a pull takes, with their codes in Service Quotas (ECR User Guide, "Amazon ECR service quotas"). */
export const countedOperations = {
  GetAuthorizationToken: 'L-55A41110',
  BatchGetImage: 'L-16E70933',
  GetDownloadUrlForLayer: 'L-A60A366D',
} as const;

export type CountedOperation = keyof typeof countedOperations;

/**
 * How far an account used up the quota of an operation, in the quarter of an hour before it was looked at. By
 * `account/region/operation`; looked at only for pods that were refused as if by a quota, or got no token.
 */
export interface UsageFacts {
  /** Requests a second. */
  readonly quota: Fact<number>;
  /** Requests in the busiest minute. */
  readonly busiest: number;
  /** Requests that were refused in all. */
  readonly throttled: number;
}

/** How many connections a NAT gateway had no port for, in the quarter of an hour before it was looked at. */
export function portErrorsAt(natGatewayId: string): Place<'portErrors'> {
  return {
    kind: 'portErrors',
    key: natGatewayId,
    fact: `whether NAT gateway ${natGatewayId} has ports left`,
    permission: "cloudwatch:GetMetricData in the cluster's account",
  };
}

/** Which quota: whose, where, of which operation. */
export interface Counted {
  readonly account: string;
  readonly region: string;
  readonly operation: CountedOperation;
}

export function usageAt({ account, region, operation }: Counted): Place<'usage'> {
  return {
    kind: 'usage',
    key: `${account}/${region}/${operation}`,
    fact: `how often account ${account} called ${operation} in ${region} of late`,
    permission: `cloudwatch:GetMetricData in account ${account}`,
  };
}
