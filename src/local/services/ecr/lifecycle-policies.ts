import { LifecyclePolicyError } from '../../../ecr/lifecycle/error.ts';
import { parseLifecyclePolicy } from '../../../ecr/lifecycle/parse.ts';
import { type Operation, operation } from '../../core/service.ts';
import { storedLifecyclePolicy } from '../../ecr/policy-text.ts';
import { keyOf } from '../../ecr/repository.ts';
import { apiErrors } from './errors.ts';
import type { Outputs } from './outputs.generated.ts';
import { forRepository, type OnRepository, repositoryOf } from './requests.ts';

/** @returns the text that is stored. @throws AwsError `InvalidParameterException` with the reason. */
export function checkedLifecyclePolicy(text: string): string {
  try {
    parseLifecyclePolicy(text);
    return storedLifecyclePolicy(text);
  } catch (error) {
    if (error instanceof LifecyclePolicyError) throw apiErrors.invalidText(error.message);
    throw error;
  }
}

export const lifecyclePolicyOperations: Record<string, Operation> = {
  PutLifecyclePolicy: operation<
    OnRepository & { lifecyclePolicyText: string },
    Outputs['PutLifecyclePolicy']
  >({
    permissions: forRepository('PutLifecyclePolicy'),
    run(input, call) {
      const record = repositoryOf(call, input);
      const text = checkedLifecyclePolicy(input.lifecyclePolicyText);
      call.core.state.repositories.put(keyOf(record), {
        ...record,
        lifecyclePolicy: { text, putAt: call.now },
      });
      return {
        registryId: record.registryId,
        repositoryName: record.name,
        lifecyclePolicyText: text,
      };
    },
  }),
  GetLifecyclePolicy: operation<OnRepository, Outputs['GetLifecyclePolicy']>({
    permissions: forRepository('GetLifecyclePolicy'),
    run(input, call) {
      const { registryId, name, lifecyclePolicy } = repositoryOf(call, input);
      if (lifecyclePolicy === undefined) throw apiErrors.lifecyclePolicyNotFound(name, registryId);
      return {
        registryId,
        repositoryName: name,
        lifecyclePolicyText: lifecyclePolicy.text,
        // One that has never been evaluated has the epoch, in an answer that AWS gave.
        lastEvaluatedAt: new Date(lifecyclePolicy.lastEvaluatedAt ?? 0),
      };
    },
  }),
  DeleteLifecyclePolicy: operation<OnRepository, Outputs['DeleteLifecyclePolicy']>({
    permissions: forRepository('DeleteLifecyclePolicy'),
    run(input, call) {
      const { lifecyclePolicy, ...record } = repositoryOf(call, input);
      if (lifecyclePolicy === undefined) {
        throw apiErrors.lifecyclePolicyNotFound(record.name, record.registryId);
      }
      call.core.state.repositories.put(keyOf(record), record);
      return {
        registryId: record.registryId,
        repositoryName: record.name,
        lifecyclePolicyText: lifecyclePolicy.text,
        lastEvaluatedAt: new Date(lifecyclePolicy.lastEvaluatedAt ?? 0),
      };
    },
  }),
};
