import type { Call } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import { inTurns } from '../../events/in-turns.ts';
import { matchable, matching, parsePattern } from '../../events/pattern.ts';
import type { EventRuleRecord } from '../../state.ts';
import { tagList, tagsOf, withoutTags } from '../iam/naming.ts';
import { eventErrors } from './errors.ts';
import type { Nothing, Outputs } from './outputs.generated.ts';
import { keyOfRule, type OnBus, onRule, pageOf, requireDefaultBus, requireRule } from './rule.ts';
import { requirePattern } from './rules.ts';

interface OnResource {
  readonly ResourceARN: string;
  readonly Tags?: { readonly Key: string; readonly Value: string }[];
  readonly TagKeys?: readonly string[];
}

/** Most tags of a rule (EventBridge API reference, TagResource). */
const maxTags = 50;

/** The name of the rule of an ARN; only rules of the default bus have tags here. */
function ruleName(call: Call, arn: string): string {
  const name = /^arn:aws:events:[^:]+:\d{12}:rule\/(?:default\/)?([^/]+)$/.exec(arn)?.[1];
  if (name === undefined || !arn.startsWith(`arn:aws:events:${call.region}:`)) {
    throw eventErrors.noResource(arn);
  }
  return name;
}

const tagging = <Output>(
  action: string,
  run: (rule: EventRuleRecord, input: OnResource, call: Call) => Output,
): Operation =>
  operation<OnResource, Output>({
    permissions: ({ ResourceARN }, call) => onRule(action, ruleName(call, ResourceARN), call),
    run(input, call) {
      return run(requireRule(call, ruleName(call, input.ResourceARN)), input, call);
    },
  });

function store(call: Call, rule: EventRuleRecord): Nothing {
  call.core.state.eventRules.put(keyOfRule(call, rule.name), rule);
  return {};
}

/** Tags of rules, TestEventPattern, and the search for rules by target. */
export const ruleTagOperations: Record<string, Operation> = {
  TagResource: tagging<Outputs['TagResource']>('TagResource', (rule, { Tags }, call) => {
    const tags = { ...rule.tags, ...tagsOf(Tags) };
    if (Object.keys(tags).length > maxTags) throw eventErrors.limitExceeded();
    return store(call, { ...rule, tags });
  }),
  UntagResource: tagging<Outputs['UntagResource']>('UntagResource', (rule, { TagKeys }, call) =>
    store(call, { ...rule, tags: withoutTags(rule.tags ?? {}, TagKeys) }),
  ),
  ListTagsForResource: tagging<Outputs['ListTagsForResource']>(
    'ListTagsForResource',
    ({ tags = {} }) => ({ Tags: tagList(tags) }),
  ),
  TestEventPattern: operation<{ EventPattern: string; Event: string }, Outputs['TestEventPattern']>(
    {
      permissions: (_input, call) => [
        { action: 'events:TestEventPattern', resource: '*', accountId: call.caller.accountId },
      ],
      async run({ EventPattern, Event }) {
        requirePattern(EventPattern);
        const fields = matchable(eventOf(Event));
        return { Result: await inTurns(matching(parsePattern(EventPattern), fields)) };
      },
    },
  ),
  ListRuleNamesByTarget: operation<
    OnBus & { TargetArn: string; NextToken?: string; Limit?: number },
    Outputs['ListRuleNamesByTarget']
  >({
    permissions: (_input, call) => [
      { action: 'events:ListRuleNamesByTarget', resource: '*', accountId: call.caller.accountId },
    ],
    run(input, call) {
      requireDefaultBus(input);
      const names = call.core.state.eventRules
        .list({ prefix: `${call.caller.accountId}/${call.region} ` })
        .filter(({ document }) => document.targets.some(({ arn }) => arn === input.TargetArn))
        .map(({ document }) => document.name);
      const { items, ...next } = pageOf(names, input);
      return { RuleNames: items, ...next };
    },
  }),
};

/**
 * The fields that EventBridge requires in an event. The API reference (TestEventPattern) lists `resources` too;
 * the service matches events without it.
 */
const eventFields = ['id', 'account', 'source', 'time', 'region', 'detail-type'];

/** @throws AwsError `ValidationException` for a text that is not an event; a reason only for a missing field. */
function eventOf(text: string): object {
  const event = parsed(text);
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    throw eventErrors.invalid('Parameter Event is not valid.');
  }
  const missing = eventFields.find((field) => !Object.hasOwn(event, field));
  if (missing !== undefined) {
    throw eventErrors.invalid(`Parameter Event is not valid. Reason: ${missing} is missing.`);
  }
  return event;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
