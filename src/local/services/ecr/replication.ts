import type { ImageIdentifier } from '@aws-sdk/client-ecr';
import type { Call } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import { requireImage } from '../../ecr/find-image.ts';
import { keyOf } from '../../ecr/repository.ts';
import { type ReplicationRuleRecord, within } from '../../state.ts';
import { apiErrors } from './errors.ts';
import type { Outputs } from './outputs.generated.ts';
import {
  changeRegistry,
  forRegistry,
  forRepository,
  type OnRepository,
  registryOf,
  repositoryOf,
} from './requests.ts';

/** Most unique destinations of all rules together (Amazon ECR service quotas). */
const maxDestinations = 25;

interface ReplicationInput {
  readonly replicationConfiguration: { readonly rules: readonly ReplicationRuleRecord[] };
}

export const replicationOperations: Record<string, Operation> = {
  DescribeRegistry: operation<object, Outputs['DescribeRegistry']>({
    permissions: forRegistry('DescribeRegistry'),
    run: (_input, call) => ({
      registryId: call.caller.accountId,
      replicationConfiguration: { rules: registryOf(call).replication ?? [] },
    }),
  }),
  PutReplicationConfiguration: operation<ReplicationInput, Outputs['PutReplicationConfiguration']>({
    permissions: forRegistry('PutReplicationConfiguration'),
    run({ replicationConfiguration }, call) {
      checkDestinations(replicationConfiguration.rules, call);
      changeRegistry(call, { replication: replicationConfiguration.rules });
      return { replicationConfiguration };
    },
  }),
  DescribeImageReplicationStatus: operation<
    OnRepository & { imageId: ImageIdentifier },
    Outputs['DescribeImageReplicationStatus']
  >({
    permissions: forRepository('DescribeImageReplicationStatus'),
    run(input, call) {
      const repository = repositoryOf(call, input);
      const { state } = call.core;
      const image = requireImage(state, repository, input.imageId);
      const after = state.afterPush.get(within(keyOf(repository), image.digest));
      return {
        repositoryName: repository.name,
        imageId: { ...input.imageId, imageDigest: image.digest },
        replicationStatuses: after?.replications ?? [],
      };
    },
  }),
};

function checkDestinations(rules: readonly ReplicationRuleRecord[], call: Call): void {
  const own = `${call.caller.accountId}/${call.region}`;
  const all = rules.flatMap(({ destinations }) =>
    destinations.map(({ registryId, region }) => `${registryId}/${region}`),
  );
  if (all.includes(own)) {
    throw apiErrors.invalidParameter(
      'replicationConfiguration',
      'Replication destination cannot be the same as the source registry',
    );
  }
  if (new Set(all).size > maxDestinations) {
    throw apiErrors.invalidParameter(
      'replicationConfiguration',
      `must have at most ${maxDestinations} unique destinations`,
    );
  }
}
