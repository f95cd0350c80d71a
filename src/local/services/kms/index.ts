import type { Service } from '../../core/service.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import { loadModel } from '../../protocol/model.ts';
import { aliasOperations } from './aliases.ts';
import { grantOperations } from './grants.ts';
import { keyListOperations } from './key-lists.ts';
import { keyOperations } from './keys.ts';
import { keyUseOperations } from './use-keys.ts';

/** KMS, 2014-11-01: the keys that repositories are encrypted with: their state, policy, grants and aliases, and what they seal. */
export const kms: Service = {
  signingName: 'kms',
  model: loadModel(new URL('./model.json', import.meta.url)),
  operations: {
    ...keyOperations,
    ...grantOperations,
    ...aliasOperations,
    ...keyUseOperations,
    ...keyListOperations,
  },
  invalid: ([first]) =>
    new AwsError(
      'ValidationException',
      `1 validation error detected: Value at '${first?.path}' failed to satisfy constraint: ${first?.constraint}`,
    ),
  denied: (message) => new AwsError('AccessDeniedException', message),
};
