import type { Service } from '../../core/service.ts';
import { loadModel } from '../../protocol/model.ts';
import { aliasOperations } from './aliases.ts';
import { invalidKmsInput, kmsErrors } from './errors.ts';
import { grantOperations } from './grants.ts';
import { keyOperations } from './keys.ts';
import { keyPolicyOperations } from './policies-and-tags.ts';
import { keyUseOperations } from './use-keys.ts';

/** KMS, 2014-11-01: symmetric keys with their policies, grants and aliases. */
export const kms: Service = {
  signingName: 'kms',
  model: loadModel(new URL('./model.json', import.meta.url)),
  operations: {
    ...keyOperations,
    ...keyPolicyOperations,
    ...grantOperations,
    ...aliasOperations,
    ...keyUseOperations,
  },
  invalid: invalidKmsInput,
  denied: kmsErrors.denied,
};
