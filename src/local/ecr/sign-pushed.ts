import { accountOf } from '../../names/arn.ts';
import type { Gate, Store } from '../core/call.ts';
import type { Caller } from '../identity/caller.ts';
import type { RepositoryRecord, SigningStatusRecord } from '../state.ts';
import { matchesFilters } from './filters.ts';

/**
 * Tries to sign a pushed image with each profile whose rule matches its repository, as the principal who pushed
 * it. There is no AWS Signer here, so each ends with the error that the profile does not exist.
 */
export function signPushed(
  { state, authorizer }: Store & Gate,
  caller: Caller,
  context: Readonly<Record<string, string | readonly string[]>>,
  repository: RepositoryRecord,
  now: number,
): SigningStatusRecord[] {
  const { registryId, region, name } = repository;
  const rules = state.registries.get(`${registryId}/${region}`)?.signing ?? [];
  return rules
    .filter(({ repositoryFilters }) => matchesFilters(repositoryFilters, name))
    .map(({ signingProfileArn }) => {
      const permission = {
        action: 'signer:SignPayload',
        resource: signingProfileArn,
        accountId: accountOf(signingProfileArn) ?? '',
      };
      const { decision, message } = authorizer.decide(caller, permission, context);
      const status = { signingProfileArn, at: now };
      return decision === 'allowed'
        ? {
            ...status,
            failureCode: 'ResourceNotFoundException',
            failureReason: `Signing profile ${signingProfileArn} does not exist`,
          }
        : { ...status, failureCode: 'AccessDeniedException', failureReason: message ?? '' };
    });
}
