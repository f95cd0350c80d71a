import type { ImageIdentifier } from '@aws-sdk/client-ecr';
import { type Operation, operation } from '../../core/service.ts';
import { requireImage } from '../../ecr/find-image.ts';
import { keyOf } from '../../ecr/repository.ts';
import { type SigningRuleRecord, type SigningStatusRecord, within } from '../../state.ts';
import { apiErrors } from './errors.ts';
import type { Outputs } from './outputs.generated.ts';
import {
  changeRegistry,
  forRegistry,
  forRepository,
  type OnRepository,
  registryKeyOf,
  registryOf,
  repositoryOf,
} from './requests.ts';

interface SigningInput {
  readonly signingConfiguration: { readonly rules: readonly SigningRuleRecord[] };
}

/** How long a signature takes; this value is Hawser's own. */
const duration = 1_000;

export const signingOperations: Record<string, Operation> = {
  PutSigningConfiguration: operation<SigningInput, Outputs['PutSigningConfiguration']>({
    permissions: forRegistry('PutSigningConfiguration'),
    run({ signingConfiguration }, call) {
      changeRegistry(call, { signing: signingConfiguration.rules });
      return { signingConfiguration };
    },
  }),
  GetSigningConfiguration: operation<object, Outputs['GetSigningConfiguration']>({
    permissions: forRegistry('GetSigningConfiguration'),
    run(_input, call) {
      const { signing } = registryOf(call);
      const registryId = call.caller.accountId;
      if (signing === undefined) throw apiErrors.signingConfigurationNotFound(registryId);
      return { registryId, signingConfiguration: { rules: signing } };
    },
  }),
  DeleteSigningConfiguration: operation<object, Outputs['DeleteSigningConfiguration']>({
    permissions: forRegistry('DeleteSigningConfiguration'),
    run(_input, call) {
      const { signing, ...rest } = registryOf(call);
      const registryId = call.caller.accountId;
      if (signing === undefined) throw apiErrors.signingConfigurationNotFound(registryId);
      call.core.state.registries.put(registryKeyOf(call), rest);
      return { registryId, signingConfiguration: { rules: signing } };
    },
  }),
  DescribeImageSigningStatus: operation<
    OnRepository & { imageId: ImageIdentifier },
    Outputs['DescribeImageSigningStatus']
  >({
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
