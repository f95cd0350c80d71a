import type { Service } from '../../core/service.ts';
import { loadModel } from '../../protocol/model.ts';
import { accountOperations } from './accounts.ts';
import { attachmentOperations } from './attachments.ts';
import { createOperations } from './create-organization.ts';
import { organizationErrors } from './errors.ts';
import { policyOperations } from './policies.ts';
import { structureOperations } from './structure.ts';
import { unitOperations } from './units.ts';

/** Organizations, 2016-11-28: who is in one, and the policies that it lays on its accounts. */
export const organizations: Service = {
  signingName: 'organizations',
  model: loadModel(new URL('./model.json', import.meta.url)),
  operations: {
    ...structureOperations,
    ...createOperations,
    ...unitOperations,
    ...accountOperations,
    ...policyOperations,
    ...attachmentOperations,
  },
  invalid: ([first]) =>
    organizationErrors.invalid(
      `Value at '${first?.path}' failed to satisfy constraint: ${first?.constraint}`,
    ),
  denied: (message) => organizationErrors.denied(message),
};
