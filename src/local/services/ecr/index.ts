import type { Service } from '../../core/service.ts';
import { ecrErrors } from '../../ecr/errors.ts';
import { loadModel } from '../../protocol/model.ts';
import { accountSettingOperations } from './account-settings.ts';
import { getAuthorizationToken } from './authorization-token.ts';
import { creationTemplateOperations } from './creation-templates.ts';
import { imageScanOperations } from './image-scans.ts';
import { imageOperations } from './images.ts';
import { invalidEcrInput } from './invalid-input.ts';
import { layerOperations } from './layers.ts';
import { lifecyclePolicyOperations } from './lifecycle-policies.ts';
import { lifecyclePreviewOperations } from './lifecycle-previews.ts';
import { policyOperations } from './policies.ts';
import { pullThroughCacheRuleOperations } from './pull-through-cache-rules.ts';
import { pullTimeOperations } from './pull-time.ts';
import { registryScanningOperations } from './registry-scanning.ts';
import { replicationOperations } from './replication.ts';
import { repositoryOperations } from './repositories.ts';
import { signingOperations } from './signing.ts';
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
    ...layerOperations,
    ...tagOperations,
    ...accountSettingOperations,
    ...pullTimeOperations,
    ...registryScanningOperations,
    ...imageScanOperations,
    ...signingOperations,
    ...replicationOperations,
    ...creationTemplateOperations,
    ...pullThroughCacheRuleOperations,
  },
  invalid: invalidEcrInput,
  denied: ecrErrors.notAuthorized,
};
