import type { ImageIdentifier } from '@aws-sdk/client-ecr';
import { isIndexType } from '../../../oci/media-types.ts';
import type { Call } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import { tellScanned } from '../../ecr/events.ts';
import { idText, requireImage } from '../../ecr/find-image.ts';
import { keyOf } from '../../ecr/repository.ts';
import { scanDuration, scanOutcome } from '../../ecr/scan-outcome.ts';
import { statusOf } from '../../ecr/storage-class.ts';
import { type ImageRecord, type RepositoryRecord, within } from '../../state.ts';
import { apiErrors } from './errors.ts';
import type { Outputs } from './outputs.generated.ts';
import { forRepository, type OnRepository, repositoryOf } from './requests.ts';

interface ScanInput extends OnRepository {
  readonly imageId: ImageIdentifier;
}

/** An image is scanned at most once a day (Amazon ECR service quotas). */
const interval = 24 * 3_600_000;
export const imageScanOperations: Record<string, Operation> = {
  StartImageScan: operation<ScanInput, Outputs['StartImageScan']>({
    permissions: forRepository('StartImageScan'),
    run(input, call) {
      const { repository, image, answer } = subjectOf(input, call);
      if (
        call.core.state.registries.get(`${repository.registryId}/${repository.region}`)?.scanning
          ?.scanType === 'ENHANCED'
      ) {
        throw apiErrors.invalidText('This feature is disabled when enhanced scanning is enabled');
      }
      if (isIndexType(image.mediaType)) throw apiErrors.unsupportedImageType(image.mediaType);
      if (statusOf(image, call.now) !== 'ACTIVE') throw apiErrors.imageArchived(image.digest);
      const { afterPush } = call.core.state;
      const key = within(keyOf(repository), image.digest);
      const before = afterPush.get(key);
      if (before?.scannedAt !== undefined && call.now - before.scannedAt < interval) {
        throw apiErrors.scanLimitExceeded();
      }
      afterPush.put(key, { ...before, scannedAt: call.now });
      tellScanned(call.core, repository, image, scanOutcome.status, call.now, scanDuration);
      return { ...answer, imageScanStatus: { status: 'IN_PROGRESS' } };
    },
  }),
  DescribeImageScanFindings: operation<ScanInput, Outputs['DescribeImageScanFindings']>({
    permissions: forRepository('DescribeImageScanFindings'),
    run(input, call) {
      const { repository, image, answer } = subjectOf(input, call);
      const key = within(keyOf(repository), image.digest);
      const scannedAt = call.core.state.afterPush.get(key)?.scannedAt;
      if (scannedAt === undefined) {
        const { name, registryId } = repository;
        throw apiErrors.scanNotFound(idText(input.imageId), name, registryId);
      }
      const underWay = call.now - scannedAt < scanDuration;
      return {
        ...answer,
        imageScanStatus: underWay ? { status: 'IN_PROGRESS' } : scanOutcome,
        imageScanFindings: undefined,
        nextToken: undefined,
      };
    },
  }),
};

function subjectOf(input: ScanInput, call: Call) {
  const repository: RepositoryRecord = repositoryOf(call, input);
  const image: ImageRecord = requireImage(call.core.state, repository, input.imageId);
  const answer = {
    registryId: repository.registryId,
    repositoryName: repository.name,
    imageId: { ...input.imageId, imageDigest: image.digest },
  };
  return { repository, image, answer };
}
