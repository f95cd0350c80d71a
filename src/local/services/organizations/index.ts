import type { Service } from '../../core/service.ts';
import { loadModel } from '../../protocol/model.ts';
import { accountOperations } from './accounts.ts';
import { createAccountOperations } from './create-account.ts';
import { invalidOrganizationInput, organizationErrors } from './errors.ts';
import { organizationOperations } from './organization.ts';
import { policyOperations } from './policies.ts';

/** Organizations, 2016-11-28: accounts, units, and the policies above them. */
export const organizations: Service = {
  signingName: 'organizations',
  model: loadModel(new URL('./model.json', import.meta.url)),
  operations: {
    ...organizationOperations,
    ...accountOperations,
    ...createAccountOperations,
    ...policyOperations,
  },
  invalid: invalidOrganizationInput,
  denied: organizationErrors.denied,
};
