import type { Call, Gate, Settings } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import { isDeliverable, shownTarget, targetForms } from '../../events/deliver.ts';
import type { EventTargetRecord } from '../../state.ts';
import { eventErrors } from './errors.ts';
import type { Outputs } from './outputs.generated.ts';
import { keyOfRule, type OnBus, onRule, pageOf, requireDefaultBus, requireRule } from './rule.ts';

/** Most targets of a rule (EventBridge quotas). */
const maxTargets = 5;

interface OnTargets extends OnBus {
  readonly Rule: string;
}

interface Target {
  readonly Id: string;
  readonly Arn: string;
  readonly Input?: string;
  readonly [setting: string]: unknown;
}

/** Settings that have no effect here, or are implemented; any other is refused rather than ignored. */
const understood = new Set(['Id', 'Arn', 'Input', 'RoleArn', 'RetryPolicy']);

export const targetOperations: Record<string, Operation> = {
  PutTargets: operation<OnTargets & { Targets: readonly Target[] }, Outputs['PutTargets']>({
    permissions: ({ Rule }, call) => onRule('PutTargets', Rule, call),
    run(input, call) {
      requireDefaultBus(input);
      const rule = requireRule(call, input.Rule);
      const failed = input.Targets.flatMap((target) => refusal(call, target) ?? []);
      const taken = input.Targets.filter(
        ({ Id }) => !failed.some(({ TargetId }) => TargetId === Id),
      );
      const kept = rule.targets.filter(({ id }) => !taken.some(({ Id }) => Id === id));
      const targets = [...kept, ...taken.map(recordOf)];
      if (targets.length > maxTargets) throw eventErrors.limitExceeded();
      call.core.state.eventRules.put(keyOfRule(call, rule.name), { ...rule, targets });
      return { FailedEntryCount: failed.length, FailedEntries: failed };
    },
  }),
  ListTargetsByRule: operation<
    OnTargets & { NextToken?: string; Limit?: number },
    Outputs['ListTargetsByRule']
  >({
    permissions: ({ Rule }, call) => onRule('ListTargetsByRule', Rule, call),
    run(input, call) {
      requireDefaultBus(input);
      const { items, ...next } = pageOf(requireRule(call, input.Rule).targets, input);
      const Targets = items.map(({ id, arn, input: text }) => ({
        Id: id,
        Arn: arn,
        ...(text === undefined ? {} : { Input: text }),
      }));
      return { Targets, ...next };
    },
  }),
  RemoveTargets: operation<OnTargets & { Ids: readonly string[] }, Outputs['RemoveTargets']>({
    permissions: ({ Rule }, call) => onRule('RemoveTargets', Rule, call),
    run(input, call) {
      requireDefaultBus(input);
      const rule = requireRule(call, input.Rule);
      const targets = rule.targets.filter(({ id }) => !input.Ids.includes(id));
      call.core.state.eventRules.put(keyOfRule(call, rule.name), { ...rule, targets });
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
  }),
};

function recordOf({ Id, Arn, Input }: Target): EventTargetRecord {
  return { id: Id, arn: Arn, ...(Input === undefined ? {} : { input: Input }) };
}

/** Why a target is not supported: an event must not be lost silently. */
function refusal({ core }: Call, target: Target) {
  const fail = (why: string) => ({
    TargetId: target.Id,
    ErrorCode: 'ValidationException',
    ErrorMessage: why,
  });
  if (!isDeliverable(target.Arn)) {
    return fail(
      `Hawser does not deliver to ${shownTarget(target.Arn)}. A target here is ${targetForms}.`,
    );
  }
  if (isOwnAddress(core, target.Arn)) {
    return fail('A target may not be the local AWS itself.');
  }
  const unknown = Object.keys(target).find((setting) => !understood.has(setting));
  return unknown === undefined ? undefined : fail(`Hawser's targets have no ${unknown}.`);
}

/** Other routes to this server are refused at the door: see `deliveryHeader`. */
function isOwnAddress({ names, settings }: Gate & Settings, arn: string): boolean {
  if (!URL.canParse(arn)) return false;
  const { host, port } = new URL(arn);
  return names.includes(host) && port === new URL(settings.endpoint()).port;
}
