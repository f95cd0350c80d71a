import type { Service } from '../../core/service.ts';
import { loadModel } from '../../protocol/model.ts';
import { invalidSecretInput, secretErrors } from './errors.ts';
import { readOperations } from './read-secrets.ts';
import { keepingOperations } from './tags-and-policies.ts';
import { versionStageOperations } from './version-stages.ts';
import { writeOperations } from './write-secrets.ts';

/** Secrets Manager, 2017-10-17: the operations that manage credentials of pull through cache rules. */
export const secretsManager: Service = {
  signingName: 'secretsmanager',
  model: loadModel(new URL('./model.json', import.meta.url)),
  operations: {
    ...readOperations,
    ...writeOperations,
    ...keepingOperations,
    ...versionStageOperations,
  },
  invalid: invalidSecretInput,
  denied: secretErrors.denied,
};
