import type { Service } from '../../core/service.ts';
import { operation } from '../../core/service.ts';
import { loadModel } from '../../protocol/model.ts';
import { getAuthorizationToken } from './authorization-token.ts';
import { ecrErrors, invalidEcrInput } from './errors.ts';
import { updateImageStorageClass } from './image-storage.ts';
import { imageOperations } from './images.ts';
import { layerOperations } from './layers.ts';
import { lifecyclePolicyOperations } from './lifecycle-policies.ts';
import { lifecyclePreviewOperations } from './lifecycle-previews.ts';
import { policyOperations } from './policies.ts';
import { repositoryOperations } from './repositories.ts';
import { forRegistry } from './repository.ts';
import { tagOperations } from './tags.ts';

/** ECR, 2015-09-21. */
export const ecr: Service = {
  signingName: 'ecr',
  model: loadModel(new URL('./model.json', import.meta.url)),
  operations: {
    GetAuthorizationToken: getAuthorizationToken,
    ...repositoryOperations,
    ...policyOperations,
    ...lifecyclePolicyOperations,
    ...lifecyclePreviewOperations,
    ...imageOperations,
    UpdateImageStorageClass: updateImageStorageClass,
    ...layerOperations,
    ...tagOperations,
    DescribeRegistry: operation<object, object>({
      permissions: forRegistry('DescribeRegistry'),
      run: (_input, { caller }) => ({
        registryId: caller.accountId,
        replicationConfiguration: { rules: [] },
      }),
    }),
  },
  invalid: invalidEcrInput,
  denied: ecrErrors.notAuthorized,
};
