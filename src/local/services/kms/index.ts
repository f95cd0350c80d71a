import type { Service } from '../../core/service.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import { loadModel } from '../../protocol/model.ts';
import { grantOperations } from './grants.ts';
import { keyOperations } from './keys.ts';

/** KMS, 2014-11-01: the keys that repositories are encrypted with, as far as their state, policy and grants go. */
export const kms: Service = {
  signingName: 'kms',
  model: loadModel(new URL('./model.json', import.meta.url)),
  operations: { ...keyOperations, ...grantOperations },
  invalid: ([first]) =>
    new AwsError(
      'ValidationException',
      `1 validation error detected: Value at '${first?.path}' failed to satisfy constraint: ${first?.constraint}`,
    ),
  denied: (message) => new AwsError('AccessDeniedException', message),
};
