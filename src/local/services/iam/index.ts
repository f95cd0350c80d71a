import type { Service } from '../../core/service.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import { loadModel } from '../../protocol/model.ts';
import { accessKeyOperations } from './access-keys.ts';
import { accountOperations } from './account.ts';
import { accountAliasOperations } from './account-aliases.ts';
import { invalidIamInput } from './errors.ts';
import { instanceProfileOperations } from './instance-profiles.ts';
import { linkedRoleOperations } from './linked-role-operations.ts';
import { loginProfileOperations } from './login-profiles.ts';
import { oidcProviderOperations } from './oidc-providers.ts';
import { policyOperations } from './policies.ts';
import { policyVersionOperations } from './policy-versions.ts';
import { principalOperations } from './principals.ts';
import { roleOperations } from './roles.ts';
import { simulationOperations } from './simulation.ts';
import { userOperations } from './users.ts';

/** IAM, 2010-05-08. */
export const iam: Service = {
  signingName: 'iam',
  model: loadModel(new URL('./model.json', import.meta.url)),
  operations: {
    ...userOperations,
    ...roleOperations,
    ...principalOperations('User'),
    ...principalOperations('Role'),
    ...accessKeyOperations,
    ...policyOperations,
    ...policyVersionOperations,
    ...instanceProfileOperations,
    ...oidcProviderOperations,
    ...simulationOperations,
    ...accountOperations,
    ...accountAliasOperations,
    ...linkedRoleOperations,
    ...loginProfileOperations,
  },
  invalid: invalidIamInput,
  denied: (message) => new AwsError('AccessDenied', message, 403),
};
