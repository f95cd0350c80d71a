import { type Operation, operation } from '../../core/service.ts';
import { ecrErrors } from './errors.ts';
import { forRepository, keyOf, type OnRepository, repositoryOf } from './repository.ts';

export const lifecyclePolicyOperations: Record<string, Operation> = {
  PutLifecyclePolicy: operation<OnRepository & { lifecyclePolicyText: string }, object>({
    permissions: forRepository('PutLifecyclePolicy'),
    run(input, call) {
      const record = repositoryOf(call, input);
      const text = input.lifecyclePolicyText;
      checkRules(text);
      call.core.state.repositories.put(keyOf(record), { ...record, lifecyclePolicy: { text } });
      return {
        registryId: record.registryId,
        repositoryName: record.name,
        lifecyclePolicyText: text,
      };
    },
  }),
  GetLifecyclePolicy: operation<OnRepository, object>({
    permissions: forRepository('GetLifecyclePolicy'),
    run(input, call) {
      const { registryId, name, lifecyclePolicy } = repositoryOf(call, input);
      if (lifecyclePolicy === undefined) throw ecrErrors.lifecyclePolicyNotFound(name, registryId);
      return {
        registryId,
        repositoryName: name,
        lifecyclePolicyText: lifecyclePolicy.text,
        ...(lifecyclePolicy.lastEvaluatedAt === undefined
          ? {}
          : { lastEvaluatedAt: new Date(lifecyclePolicy.lastEvaluatedAt) }),
      };
    },
  }),
  DeleteLifecyclePolicy: operation<OnRepository, object>({
    permissions: forRepository('DeleteLifecyclePolicy'),
    run(input, call) {
      const { lifecyclePolicy, ...record } = repositoryOf(call, input);
      if (lifecyclePolicy === undefined) {
        throw ecrErrors.lifecyclePolicyNotFound(record.name, record.registryId);
      }
      call.core.state.repositories.put(keyOf(record), record);
      return {
        registryId: record.registryId,
        repositoryName: record.name,
        lifecyclePolicyText: lifecyclePolicy.text,
      };
    },
  }),
};

function checkRules(text: string): void {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = undefined;
  }
  const rules = (parsed as { rules?: unknown } | null | undefined)?.rules;
  if (!Array.isArray(rules)) {
    throw ecrErrors.invalidParameter(
      'LifecyclePolicyText',
      'Lifecycle policy validation failure: Could not map policyString into LifecyclePolicy.',
    );
  }
}
