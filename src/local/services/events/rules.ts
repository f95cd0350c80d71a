import { type Operation, operation } from '../../core/service.ts';
import { PatternError, parsePattern } from '../../events/pattern.ts';
import type { EventRuleRecord } from '../../state.ts';
import { tagsOf } from '../iam/naming.ts';
import { eventErrors } from './errors.ts';
import type { Nothing, Outputs } from './outputs.generated.ts';
import { keyOfRule, type OnBus, onRule, pageOf, requireDefaultBus, requireRule } from './rule.ts';

/** Most rules of a bus (EventBridge quotas). */
const maxRules = 300;

interface OnRule extends OnBus {
  readonly Name: string;
}

interface PutRule extends OnRule {
  readonly EventPattern?: string;
  readonly ScheduleExpression?: string;
  readonly State?: string;
  readonly Description?: string;
  readonly Tags?: { readonly Key: string; readonly Value: string }[];
}

interface ListRules extends OnBus {
  readonly NamePrefix?: string;
  readonly NextToken?: string;
  readonly Limit?: number;
}

const forRule =
  (action: string) =>
  ({ Name }: OnRule, call: Parameters<Operation['run']>[1]) =>
    onRule(action, Name, call);

export const ruleOperations: Record<string, Operation> = {
  PutRule: operation<PutRule, Outputs['PutRule']>({
    permissions: forRule('PutRule'),
    run(input, call) {
      requireDefaultBus(input);
      if (input.ScheduleExpression !== undefined) {
        throw eventErrors.invalid(
          'Parameter ScheduleExpression is not valid: Hawser runs no schedules.',
        );
      }
      if (input.EventPattern === undefined) {
        throw eventErrors.invalid(
          'Parameter(s) EventPattern or ScheduleExpression must be specified.',
        );
      }
      requirePattern(input.EventPattern);
      const { eventRules } = call.core.state;
      const key = keyOfRule(call, input.Name);
      const known = eventRules.get(key);
      const { accountId } = call.caller;
      if (known === undefined && eventRules.count(`${accountId}/${call.region} `) >= maxRules) {
        throw eventErrors.limitExceeded();
      }
      const rule: EventRuleRecord = {
        name: input.Name,
        arn: onRule('PutRule', input.Name, call)[0]?.resource ?? '',
        pattern: input.EventPattern,
        enabled: input.State !== 'DISABLED',
        ...(input.Description === undefined ? {} : { description: input.Description }),
        targets: known?.targets ?? [],
        // Tags given with a rule that exists change nothing (API reference, PutRule).
        tags: known?.tags ?? tagsOf(input.Tags),
      };
      eventRules.put(key, rule);
      return { RuleArn: rule.arn };
    },
  }),
  DescribeRule: operation<OnRule, Outputs['DescribeRule']>({
    permissions: forRule('DescribeRule'),
    run(input, call) {
      requireDefaultBus(input);
      return {
        Description: undefined,
        ...render(requireRule(call, input.Name)),
        // Rules here have a pattern and no schedule, and are nobody's but their account's.
        ScheduleExpression: undefined,
        RoleArn: undefined,
        ManagedBy: undefined,
        CreatedBy: call.caller.accountId,
      };
    },
  }),
  ListRules: operation<ListRules, Outputs['ListRules']>({
    permissions: (_input, call) => onRule('ListRules', '*', call),
    run(input, call) {
      requireDefaultBus(input);
      const rules = call.core.state.eventRules
        .list({ prefix: keyOfRule(call, input.NamePrefix ?? '') })
        .map(({ document }) => render(document));
      const { items: Rules, ...next } = pageOf(rules, input);
      return { Rules, ...next };
    },
  }),
  EnableRule: toggle('EnableRule', true),
  DisableRule: toggle('DisableRule', false),
  DeleteRule: operation<OnRule, Outputs['DeleteRule']>({
    permissions: forRule('DeleteRule'),
    run(input, call) {
      requireDefaultBus(input);
      const { eventRules } = call.core.state;
      const key = keyOfRule(call, input.Name);
      if ((eventRules.get(key)?.targets.length ?? 0) > 0) {
        throw eventErrors.invalid("Rule can't be deleted since it has targets.");
      }
      eventRules.delete(key);
      return {};
    },
  }),
};

function toggle(action: string, enabled: boolean): Operation {
  return operation<OnRule, Nothing>({
    permissions: forRule(action),
    run(input, call) {
      requireDefaultBus(input);
      const found = requireRule(call, input.Name);
      call.core.state.eventRules.put(keyOfRule(call, found.name), { ...found, enabled });
      return {};
    },
  });
}

/** @throws AwsError `InvalidEventPatternException`. */
export function requirePattern(text: string): void {
  try {
    parsePattern(text);
  } catch (error) {
    if (error instanceof PatternError) throw eventErrors.invalidPattern(error.message);
    throw error;
  }
}

function render({ name, arn, pattern, enabled, description }: EventRuleRecord) {
  return {
    Name: name,
    Arn: arn,
    EventPattern: pattern,
    State: enabled ? 'ENABLED' : 'DISABLED',
    EventBusName: 'default',
    ...(description === undefined ? {} : { Description: description }),
  };
}
