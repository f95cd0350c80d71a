import type { ImageIdentifier } from '@aws-sdk/client-ecr';
import { accountOf } from '../../../names/arn.ts';
import type { Core } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import type { Caller } from '../../identity/caller.ts';
import {
  type RepositoryRecord,
  type SigningRuleRecord,
  type SigningStatusRecord,
  within,
} from '../../state.ts';
import { ecrErrors } from './errors.ts';
import { matchesFilters } from './filters.ts';
import { requireImage } from './find-image.ts';
import {
  changeRegistry,
  forRegistry,
  forRepository,
  keyOf,
  type OnRepository,
  registryKeyOf,
  registryOf,
  repositoryOf,
} from './repository.ts';

interface SigningInput {
  readonly signingConfiguration: { readonly rules: readonly SigningRuleRecord[] };
}

/** How long a signature is under way; Hawser's own. */
const duration = 1_000;

export const signingOperations: Record<string, Operation> = {
  PutSigningConfiguration: operation<SigningInput, object>({
    permissions: forRegistry('PutSigningConfiguration'),
    run({ signingConfiguration }, call) {
      changeRegistry(call, { signing: signingConfiguration.rules });
      return { signingConfiguration };
    },
  }),
  GetSigningConfiguration: operation<object, object>({
    permissions: forRegistry('GetSigningConfiguration'),
    run(_input, call) {
      const { signing } = registryOf(call);
      const registryId = call.caller.accountId;
      if (signing === undefined) throw ecrErrors.signingConfigurationNotFound(registryId);
      return { registryId, signingConfiguration: { rules: signing } };
    },
  }),
  DeleteSigningConfiguration: operation<object, object>({
    permissions: forRegistry('DeleteSigningConfiguration'),
    run(_input, call) {
      const { signing, ...rest } = registryOf(call);
      const registryId = call.caller.accountId;
      if (signing === undefined) throw ecrErrors.signingConfigurationNotFound(registryId);
      call.core.state.registries.put(registryKeyOf(call), rest);
      return { registryId, signingConfiguration: { rules: signing } };
    },
  }),
  DescribeImageSigningStatus: operation<OnRepository & { imageId: ImageIdentifier }, object>({
    permissions: forRepository('DescribeImageSigningStatus'),
    run(input, call) {
      const repository = repositoryOf(call, input);
      const { state } = call.core;
      const image = requireImage(state, repository, input.imageId);
      const signings = state.afterPush.get(within(keyOf(repository), image.digest))?.signings ?? [];
      return {
        repositoryName: repository.name,
        registryId: repository.registryId,
        imageId: { ...input.imageId, imageDigest: image.digest },
        signingStatuses: signings.map((signing) => renderStatus(signing, call.now)),
      };
    },
  }),
};

function renderStatus(signing: SigningStatusRecord, now: number): object {
  const { signingProfileArn, at, failureCode, failureReason } = signing;
  return now - at < duration
    ? { signingProfileArn, status: 'IN_PROGRESS' }
    : { signingProfileArn, status: 'FAILED', failureCode, failureReason };
}

/**
 * Tries to sign a pushed image with each profile whose rule takes its repository in, as the principal who
 * pushed it. There is no AWS Signer here, so the best outcome is that the profile is not found.
 */
export function signPushed(
  { state, authorizer }: Core,
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
