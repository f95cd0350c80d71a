import { type Operation, operation } from '../../core/service.ts';
import type { Outputs } from './outputs.generated.ts';
import { forSecret, keyOfSecret, type OnSecret, usableSecret } from './secret.ts';
import { type LabelMove, moveLabel } from './versions.ts';

export const versionStageOperations: Record<string, Operation> = {
  UpdateSecretVersionStage: operation<OnSecret & LabelMove, Outputs['UpdateSecretVersionStage']>({
    permissions: forSecret('UpdateSecretVersionStage'),
    run(input, call) {
      const secret = { ...moveLabel(usableSecret(call, input), input), changedAt: call.now };
      call.core.state.secrets.put(keyOfSecret(secret), secret);
      return { ARN: secret.arn, Name: secret.name };
    },
  }),
};
