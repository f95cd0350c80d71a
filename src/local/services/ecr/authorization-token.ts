import { ecrHostName } from '../../../names/registry-host.ts';
import { type Operation, operation } from '../../core/service.ts';
import { issueToken } from '../../registry-token.ts';
import type { Outputs } from './outputs.generated.ts';

/**
 * `GetAuthorizationToken`: has no resource type, so it is granted on `*` only, and by the caller's own policies
 * only; no repository policy can grant it (Service Authorization Reference, Amazon ECR).
 */
export const getAuthorizationToken: Operation = operation<
  { registryIds?: string[] },
  Outputs['GetAuthorizationToken']
>({
  permissions: (_input, { caller }) => [
    { action: 'ecr:GetAuthorizationToken', resource: '*', accountId: caller.accountId },
  ],
  run({ registryIds }, { core, caller, region, now }) {
    const { password, expiresAt } = issueToken(core.settings.sealingKey, caller, region, now);
    const authorizationToken = Buffer.from(`AWS:${password}`).toString('base64');
    return {
      authorizationData: (registryIds ?? [caller.accountId]).map((registryId) => ({
        authorizationToken,
        expiresAt: new Date(expiresAt),
        proxyEndpoint: `https://${ecrHostName(registryId, region)}`,
      })),
    };
  },
});
