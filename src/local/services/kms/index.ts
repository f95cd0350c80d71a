import type { Denial, Service } from '../../core/service.ts';
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
  denied: (message, denial) => new AwsError('AccessDeniedException', worded(message, denial)),
};

/**
 * KMS does not tell whether a key or alias of another account is there, nor which key an alias is of: it says the same of
 * one that is missing as of one that lets the caller not in.
 */
function worded(message: string, denial: Denial | undefined): string {
  const asked = denial?.permission.asked;
  if (denial === undefined || asked === undefined) return message;
  const { call, permission, decision } = denial;
  if (decision.deniedBy !== 'resource') return message.replace(permission.resource, asked);
  return `User: ${call.caller.arn} is not authorized to perform: ${permission.action} on resource: ${asked} because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`;
}
