import { type Operation, operation } from '../../core/service.ts';
import { forKey, keyOf, type OnKey } from './key.ts';
import type { Outputs } from './outputs.generated.ts';

/** What clients ask of a key that has little to say here: it has one policy, no tags, and keeps its material. */
export const keyListOperations: Readonly<Record<string, Operation>> = {
  ListKeyPolicies: operation<OnKey, Outputs['ListKeyPolicies']>({
    permissions: forKey('ListKeyPolicies'),
    run(input, call) {
      keyOf(input, call);
      return { PolicyNames: ['default'], NextMarker: undefined, Truncated: false };
    },
  }),
  ListResourceTags: operation<OnKey, Outputs['ListResourceTags']>({
    permissions: forKey('ListResourceTags'),
    run(input, call) {
      keyOf(input, call);
      return { Tags: [], NextMarker: undefined, Truncated: false };
    },
  }),
  GetKeyRotationStatus: operation<OnKey, Outputs['GetKeyRotationStatus']>({
    permissions: forKey('GetKeyRotationStatus'),
    run(input, call) {
      return {
        KeyRotationEnabled: false,
        KeyId: keyOf(input, call).arn,
        RotationPeriodInDays: undefined,
        NextRotationDate: undefined,
        OnDemandRotationStartDate: undefined,
      };
    },
  }),
};
