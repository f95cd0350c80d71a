import type {
  BatchCheckLayerAvailabilityRequest,
  CompleteLayerUploadRequest,
  UploadLayerPartRequest,
} from '@aws-sdk/client-ecr';
import { isDigest } from '../../../names/digest.ts';
import { type Operation, operation } from '../../core/service.ts';
import { isLayerArchived, isReferenced } from '../../ecr/image-references.ts';
import { isWhole, keepLayer, wholeLayers } from '../../ecr/layer-records.ts';
import { importLayer } from '../../ecr/pull-through-cache.ts';
import { repositoryForPush } from '../../ecr/push.ts';
import { keyOf } from '../../ecr/repository.ts';
import { requireKey } from '../../ecr/repository-key.ts';
import { beginUpload } from '../../ecr/uploads.ts';
import { layerUrl } from '../../layer-url.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import { within } from '../../state.ts';
import { apiErrors } from './errors.ts';
import { appendPart, completeAsAny } from './layer-parts.ts';
import type { Outputs } from './outputs.generated.ts';
import { forRepository, named, type OnRepository, repositoryOf } from './requests.ts';

/** Size of parts that clients are told to upload (Amazon ECR service quotas, maximum layer part size). */
const suggestedPartSize = 10 << 20;

export const layerOperations: Record<string, Operation> = {
  BatchCheckLayerAvailability: operation<
    BatchCheckLayerAvailabilityRequest & OnRepository,
    Outputs['BatchCheckLayerAvailability']
  >({
    permissions: forRepository('BatchCheckLayerAvailability'),
    async run(input, call) {
      const digests = input.layerDigests ?? [];
      const key = keyOf(repositoryOf(call, input));
      const whole = await wholeLayers(call.core, key, digests.filter(isDigest));
      const repository = repositoryOf(call, input);
      const layers = digests.filter(isDigest).map((layerDigest) => {
        const { state } = call.core;
        const layer = state.layers.get(within(keyOf(repository), layerDigest));
        if (layer === undefined || !whole.has(layerDigest)) {
          return { layerDigest, layerAvailability: 'UNAVAILABLE' };
        }
        keepLayer(call.core, keyOf(repository), layerDigest);
        const archived = isLayerArchived(state, keyOf(repository), layerDigest, call.now);
        return {
          layerDigest,
          layerAvailability: archived ? 'ARCHIVED' : 'AVAILABLE',
          layerSize: layer.size,
          mediaType: layer.mediaType,
        };
      });
      const failures = digests
        .filter((digest) => !isDigest(digest))
        .map((layerDigest) => ({
          layerDigest,
          failureCode: 'InvalidLayerDigest',
          failureReason: 'The layer digest is invalid',
        }));
      return { layers, failures };
    },
  }),
  GetDownloadUrlForLayer: operation<
    OnRepository & { layerDigest: string },
    Outputs['GetDownloadUrlForLayer']
  >({
    permissions: forRepository('GetDownloadUrlForLayer'),
    async run({ layerDigest, ...input }, call) {
      await importLayer(call, named(call, input), layerDigest).catch(asUpstreamFailure);
      const { core, region, now } = call;
      const repository = repositoryOf(call, input);
      requireKey(core.state, repository, now);
      const { name, registryId, ...rest } = repository;
      const key = keyOf({ name, registryId, region: rest.region });
      const layer = core.state.layers.get(within(key, layerDigest));
      if (layer === undefined || !(await isWhole(core, layer))) {
        throw apiErrors.layerNotFound(layerDigest, name, registryId);
      }
      const archived = isLayerArchived(core.state, key, layerDigest, now);
      if (archived || !isReferenced(core.state, key, layerDigest)) {
        throw apiErrors.layerInaccessible(layerDigest, name, registryId);
      }
      const { sealingKey, endpoint } = core.settings;
      return {
        downloadUrl: layerUrl(sealingKey, endpoint(), region, layerDigest, now),
        layerDigest,
      };
    },
  }),
  InitiateLayerUpload: operation<OnRepository, Outputs['InitiateLayerUpload']>({
    permissions: forRepository('InitiateLayerUpload'),
    async run(input, call) {
      const repository = repositoryForPush(call, named(call, input));
      const uploadId = await beginUpload(call.core, repository);
      return { uploadId, partSize: suggestedPartSize };
    },
  }),
  UploadLayerPart: operation<UploadLayerPartRequest & OnRepository, Outputs['UploadLayerPart']>({
    permissions: forRepository('UploadLayerPart'),
    async run(input, call) {
      const repository = repositoryOf(call, input);
      const { uploadId = '', partFirstByte = 0, partLastByte = 0 } = input;
      const blob = input.layerPartBlob ?? new Uint8Array();
      if (partLastByte - partFirstByte + 1 !== blob.length) {
        throw apiErrors.invalidParameter(
          'layerPartBlob',
          'must be as long as partFirstByte and partLastByte say',
        );
      }
      const held = await appendPart(call.core, repository, uploadId, blob, partFirstByte);
      return {
        registryId: repository.registryId,
        repositoryName: repository.name,
        uploadId,
        lastByteReceived: held - 1,
      };
    },
  }),
  CompleteLayerUpload: operation<
    CompleteLayerUploadRequest & OnRepository,
    Outputs['CompleteLayerUpload']
  >({
    permissions: forRepository('CompleteLayerUpload'),
    async run(input, call) {
      const repository = repositoryOf(call, input);
      const { uploadId = '', layerDigests = [] } = input;
      const { digest } = await completeAsAny(call.core, repository, uploadId, layerDigests);
      return {
        registryId: repository.registryId,
        repositoryName: repository.name,
        uploadId,
        layerDigest: digest,
      };
    },
  }),
};

/** Of images, upstream failures are distinguished; of a layer, there is only one error (ECR API reference). */
function asUpstreamFailure(error: unknown): never {
  const isUpstream = error instanceof AwsError && error.code.startsWith('Upstream');
  throw isUpstream ? apiErrors.upstreamLayer(error.message) : error;
}
