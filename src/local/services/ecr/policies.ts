import { PolicyError, validatePolicyText } from '../../../iam/index.ts';
import type { Call } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import { storedPolicy } from '../../ecr/policy-text.ts';
import { keyOf, onRepository } from '../../ecr/repository.ts';
import { apiErrors } from './errors.ts';
import type { Outputs } from './outputs.generated.ts';
import {
  forRegistry,
  forRepository,
  named,
  type OnRepository,
  registryKeyOf,
  repositoryOf,
} from './requests.ts';

interface PolicyInput extends OnRepository {
  readonly policyText: string;
  readonly force?: boolean;
}

/** @returns the text that is stored. @throws AwsError `InvalidParameterException`. */
function checked(text: string, kind: 'ecr-repository' | 'ecr-registry'): string {
  try {
    validatePolicyText(text, kind);
  } catch (error) {
    if (error instanceof PolicyError) throw apiErrors.invalidText(error.message);
    throw error;
  }
  return storedPolicy(text);
}

/** Without `force`, a policy under which its own author could not set the next one is refused. */
function guardAgainstLockout(call: Call, input: PolicyInput): void {
  if (input.force === true) return;
  const permission = onRepository(call.core, 'ecr:SetRepositoryPolicy', named(call, input));
  const decision = call.core.authorizer.decide(
    call.caller,
    { ...permission, resourcePolicies: [input.policyText] },
    call.context,
  );
  if (decision.decision === 'explicitDeny') {
    throw apiErrors.invalidParameter(
      'PolicyText',
      'The policy would prevent you from setting a policy in the future; use force to set it anyway',
    );
  }
}

export const policyOperations: Record<string, Operation> = {
  SetRepositoryPolicy: operation<PolicyInput, Outputs['SetRepositoryPolicy']>({
    permissions: forRepository('SetRepositoryPolicy'),
    run(input, call) {
      const record = repositoryOf(call, input);
      const policy = checked(input.policyText, 'ecr-repository');
      guardAgainstLockout(call, input);
      call.core.state.repositories.put(keyOf(record), { ...record, policy });
      return { registryId: record.registryId, repositoryName: record.name, policyText: policy };
    },
  }),
  GetRepositoryPolicy: operation<OnRepository, Outputs['GetRepositoryPolicy']>({
    permissions: forRepository('GetRepositoryPolicy'),
    run(input, call) {
      const { registryId, name, policy } = repositoryOf(call, input);
      if (policy === undefined) throw apiErrors.repositoryPolicyNotFound(name, registryId);
      return { registryId, repositoryName: name, policyText: policy };
    },
  }),
  DeleteRepositoryPolicy: operation<OnRepository, Outputs['DeleteRepositoryPolicy']>({
    permissions: forRepository('DeleteRepositoryPolicy'),
    run(input, call) {
      const { policy, ...record } = repositoryOf(call, input);
      if (policy === undefined) {
        throw apiErrors.repositoryPolicyNotFound(record.name, record.registryId);
      }
      call.core.state.repositories.put(keyOf(record), record);
      return { registryId: record.registryId, repositoryName: record.name, policyText: policy };
    },
  }),
  PutRegistryPolicy: operation<{ policyText: string }, Outputs['PutRegistryPolicy']>({
    permissions: forRegistry('PutRegistryPolicy'),
    run({ policyText }, call) {
      const policy = checked(policyText, 'ecr-registry');
      const { state } = call.core;
      const key = registryKeyOf(call);
      state.registries.put(key, { ...state.registries.get(key), policy });
      return { registryId: call.caller.accountId, policyText: policy };
    },
  }),
  GetRegistryPolicy: operation<object, Outputs['GetRegistryPolicy']>({
    permissions: forRegistry('GetRegistryPolicy'),
    run: (_input, call) => ({
      registryId: call.caller.accountId,
      policyText: registryPolicy(call),
    }),
  }),
  DeleteRegistryPolicy: operation<object, Outputs['DeleteRegistryPolicy']>({
    permissions: forRegistry('DeleteRegistryPolicy'),
    run(_input, call) {
      const policyText = registryPolicy(call);
      const { state } = call.core;
      const { policy: _removed, ...rest } = state.registries.get(registryKeyOf(call)) ?? {};
      state.registries.put(registryKeyOf(call), rest);
      return { registryId: call.caller.accountId, policyText };
    },
  }),
};

function registryPolicy(call: Call): string {
  const policy = call.core.state.registries.get(registryKeyOf(call))?.policy;
  if (policy === undefined) throw apiErrors.registryPolicyNotFound(call.caller.accountId);
  return policy;
}
