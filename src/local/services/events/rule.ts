import type { Call } from '../../core/call.ts';
import type { Permission } from '../../core/service.ts';
import type { EventRuleRecord } from '../../state.ts';
import { eventErrors } from './errors.ts';

export interface OnBus {
  readonly EventBusName?: string;
}

/** Only the default bus exists: ECR's events are on no other. @throws AwsError for another name. */
export function requireDefaultBus({ EventBusName: name = 'default' }: OnBus): void {
  if (name !== 'default' && !name.endsWith(':event-bus/default')) throw eventErrors.noBus(name);
}

export function keyOfRule({ caller, region }: Call, name: string): string {
  return `${caller.accountId}/${region} ${name}`;
}

export function ruleArn({ caller, region }: Call, name: string): string {
  return `arn:aws:events:${region}:${caller.accountId}:rule/${name}`;
}

/** @throws AwsError `ResourceNotFoundException`. */
export function requireRule(call: Call, name: string): EventRuleRecord {
  const found = call.core.state.eventRules.get(keyOfRule(call, name));
  if (found === undefined) throw eventErrors.noRule(name);
  return found;
}

export function onRule(action: string, name: string, call: Call): readonly Permission[] {
  const { accountId } = call.caller;
  return [{ action: `events:${action}`, resource: ruleArn(call, name), accountId }];
}

/** One page of a list, by the place where it begins. @throws AwsError for a token that is none. */
export function pageOf<Item>(
  items: readonly Item[],
  { NextToken, Limit = 100 }: { readonly NextToken?: string; readonly Limit?: number },
): { readonly items: readonly Item[]; readonly NextToken: string | undefined } {
  const first = Number(NextToken ?? 0);
  if (!Number.isSafeInteger(first) || first < 0) throw eventErrors.invalid('Invalid token.');
  const end = first + Limit;
  return {
    items: items.slice(first, end),
    NextToken: end < items.length ? String(end) : undefined,
  };
}
