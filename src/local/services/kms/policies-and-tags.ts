import type { Operation } from '../../core/service.ts';
import { kmsErrors } from './errors.ts';
import { pageOf, requireKey, requireNotDeleting } from './key-call.ts';
import { changesKey, checkKeyPolicy, type OneKey, saveKey, type Tag, tagRecord } from './keys.ts';
import type { Outputs } from './outputs.generated.ts';

interface KeyPolicy extends OneKey {
  readonly PolicyName?: string;
}

/** A key has one policy, of this name. */
const policyName = 'default';

function requireDefault({ PolicyName = policyName }: KeyPolicy): void {
  if (PolicyName !== policyName) {
    throw kmsErrors.validation(`No such policy exists: ${PolicyName}`);
  }
}

const getPolicy = changesKey<KeyPolicy, Outputs['GetKeyPolicy']>('GetKeyPolicy', (input, call) => {
  requireDefault(input);
  return { Policy: requireKey(call, input.KeyId).policy, PolicyName: policyName };
});

const putPolicy = changesKey<KeyPolicy & { readonly Policy: string }, Outputs['PutKeyPolicy']>(
  'PutKeyPolicy',
  (input, call) => {
    requireDefault(input);
    checkKeyPolicy(input.Policy);
    saveKey(call, { ...requireNotDeleting(call, input.KeyId), policy: input.Policy });
    return {};
  },
);

const listPolicies = changesKey<OneKey, Outputs['ListKeyPolicies']>(
  'ListKeyPolicies',
  ({ KeyId }, call) => {
    requireKey(call, KeyId);
    return { PolicyNames: [policyName], NextMarker: undefined, Truncated: false };
  },
);

const tag = changesKey<OneKey & { readonly Tags: readonly Tag[] }, Outputs['TagResource']>(
  'TagResource',
  ({ KeyId, Tags }, call) => {
    const key = requireNotDeleting(call, KeyId);
    saveKey(call, { ...key, tags: { ...key.tags, ...tagRecord(Tags) } });
    return {};
  },
);

const untag = changesKey<
  OneKey & { readonly TagKeys: readonly string[] },
  Outputs['UntagResource']
>('UntagResource', ({ KeyId, TagKeys }, call) => {
  const key = requireNotDeleting(call, KeyId);
  const left = Object.entries(key.tags).filter(([name]) => !TagKeys.includes(name));
  saveKey(call, { ...key, tags: Object.fromEntries(left) });
  return {};
});

const listTags = changesKey<
  OneKey & { readonly Limit?: number; readonly Marker?: string },
  Outputs['ListResourceTags']
>('ListResourceTags', (input, call) => {
  const { items, ...more } = pageOf(Object.entries(requireKey(call, input.KeyId).tags), input);
  return { Tags: items.map(([TagKey, TagValue]) => ({ TagKey, TagValue })), ...more };
});

export const keyPolicyOperations: Readonly<Record<string, Operation>> = {
  GetKeyPolicy: getPolicy,
  PutKeyPolicy: putPolicy,
  ListKeyPolicies: listPolicies,
  TagResource: tag,
  UntagResource: untag,
  ListResourceTags: listTags,
};
