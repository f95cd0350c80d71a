import { accountOf } from '../names/arn.ts';
import type { Fact } from './fact.ts';
import type { PlannedFix } from './proof.ts';
import type { Subject } from './subject.ts';
import { triedLines } from './waiting.ts';
import {
  type Counted,
  type CountedOperation,
  countedOperations,
  lookUp,
  type UsageFacts,
  usageAt,
} from './world.ts';

/** What an account made of a quota, and the quota itself. */
export interface Used extends Counted, Omit<UsageFacts, 'quota'> {
  /** Requests a second. */
  readonly quota: number;
}

/** How a registry, and containerd with it, tell of a request over a limit. */
const throttled = /toomanyrequests|429 Too Many Requests|Rate exceeded|ThrottlingException/i;
/** How a pull fails whose node got no token: what its credential provider said stays in the kubelet's log. */
const withoutToken = /no basic auth credentials/i;

export function wasThrottled(subject: Subject): boolean {
  return throttled.test(triedLines(subject).join('\n'));
}

export function wasWithoutToken(subject: Subject): boolean {
  return withoutToken.test(triedLines(subject).join('\n'));
}

/** Whether what the kubelet said may be for want of a quota: only then is it worth a look. */
export function mayLackQuota(subject: Subject): boolean {
  return wasThrottled(subject) || wasWithoutToken(subject);
}

/** ECR counts requests for the account of the caller: undefined where nobody knows it, or nothing was looked at. */
export function quotaOwner({ role, place }: Subject): Omit<Counted, 'operation'> | undefined {
  if (role.state !== 'known' || place === undefined) return undefined;
  const account = accountOf(role.value.arn);
  return account === undefined ? undefined : { account, region: place.region };
}

/** What is known of the quota for an operation that a pull takes. */
export function lookedAt(subject: Subject, operation: CountedOperation): Fact<Used> | undefined {
  const owner = quotaOwner(subject);
  if (owner === undefined || subject.world.usage === undefined) return undefined;
  const counted = { ...owner, operation };
  const usage = lookUp(subject.world, usageAt(counted));
  if (usage.state !== 'known') return usage;
  const { quota, ...rest } = usage.value;
  return quota.state === 'known'
    ? { state: 'known', value: { ...counted, ...rest, quota: quota.value } }
    : quota;
}

/** Why a quota is too small, if in some minute more was asked for than it allows in all of that minute. */
export function moreThanQuota({
  account,
  region,
  operation,
  quota,
  busiest,
  throttled,
}: Used): { readonly why: string; readonly fix: PlannedFix } | undefined {
  if (busiest <= 60 * quota) return undefined;
  const value = Math.ceil((1.5 * busiest) / 60);
  return {
    why: `account ${account} called ${operation} ${busiest} times in one minute in ${region}, and its quota is ${quota} a second (${60 * quota} a minute); ${throttled} calls were refused in the last quarter of an hour`,
    fix: {
      text: `Have the quota raised to ${value} a second, and ask for less: start fewer pods at once, use fewer layers, pull beforehand.`,
      risk: 'AWS decides on the request, which may take days; it cannot be taken back.',
      changes: [
        {
          kind: 'request-quota-increase',
          account,
          region,
          serviceCode: 'ecr',
          quotaCode: countedOperations[operation],
          desiredValue: value,
          reversibility: 'irreversible',
        },
      ],
    },
  };
}

/** Why requests were refused that the quota would have allowed, had they been spread over their minute. */
export function together({
  account,
  region,
  operation,
  quota,
  busiest,
  throttled,
}: Used): string | undefined {
  if (throttled === 0) return undefined;
  return `${throttled} calls of ${operation} by account ${account} were refused in ${region} in the last quarter of an hour, and no minute had more than ${busiest}: spread over a minute, the quota of ${quota} a second allows ${60 * quota}`;
}
