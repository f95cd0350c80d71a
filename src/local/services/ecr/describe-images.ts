import type {
  DescribeImagesRequest,
  ListImageReferrersRequest,
  ListImagesRequest,
} from '@aws-sdk/client-ecr';
import { type Operation, operation } from '../../core/service.ts';
import { requireImage } from '../../ecr/find-image.ts';
import { referrersOf } from '../../ecr/image-references.ts';
import { keyOf, onRepository } from '../../ecr/repository.ts';
import { statusOf } from '../../ecr/storage-class.ts';
import { type ImageRecord, type RepositoryRecord, type State, within } from '../../state.ts';
import { listImageIds, matchesImageStatus, matchesTagStatus } from './list-images.ts';
import type { ImageDetail, ImageReferrer, Outputs } from './outputs.generated.ts';
import { type Paging, page, pageInTurns } from './paging.ts';
import { forRepository, named, type OnRepository, repositoryOf } from './requests.ts';

/** Referrers on a page unless the request says (ECR API, ListImageReferrers). */
const usualReferrers = 20;

export const describeImageOperations: Record<string, Operation> = {
  DescribeImages: operation<
    DescribeImagesRequest & OnRepository & Paging,
    Outputs['DescribeImages']
  >({
    permissions: forRepository('DescribeImages'),
    async run(input, call) {
      const repository = repositoryOf(call, input);
      const { images } = call.core.state;
      if (input.imageIds !== undefined) {
        const details = input.imageIds.map((id) => {
          const image = requireImage(call.core.state, repository, id);
          return renderDetail(repository, image, call.now);
        });
        return { imageDetails: details, nextToken: undefined };
      }
      const { entries, ...next } = await page(
        images,
        `${keyOf(repository)} `,
        input,
        (image) =>
          matchesTagStatus(image.tags, input.filter?.tagStatus) &&
          matchesImageStatus(image, input.filter?.imageStatus, call.now),
      );
      const imageDetails = entries.map(({ document }) =>
        renderDetail(repository, document, call.now),
      );
      return { imageDetails, ...next };
    },
  }),

  ListImages: operation<ListImagesRequest & OnRepository & Paging, Outputs['ListImages']>({
    permissions: forRepository('ListImages'),
    run: (input, call) =>
      listImageIds(
        call.core.state,
        keyOf(repositoryOf(call, input)),
        input.filter ?? {},
        input,
        call.now,
      ),
  }),

  ListImageReferrers: operation<
    ListImageReferrersRequest & OnRepository & Paging,
    Outputs['ListImageReferrers']
  >({
    permissions: (input, call) => [
      onRepository(call.core, 'ecr:BatchGetImage', named(call, input)),
    ],
    async run(input, call) {
      const repository = repositoryOf(call, input);
      const { state } = call.core;
      const subject = input.subjectId?.imageDigest ?? '';
      const types = input.filter?.artifactTypes;
      const { maxResults = usualReferrers, nextToken } = input;
      const paging = { maxResults, ...(nextToken === undefined ? {} : { nextToken }) };
      const found = await referrersOf(state, keyOf(repository), subject);
      const { items: referrers, ...next } = await pageInTurns(found, paging, (image) => {
        const isAsked =
          (types?.includes(image.artifactMediaType ?? '') ?? true) &&
          matchesImageStatus(image, input.filter?.artifactStatus, call.now);
        return isAsked ? renderReferrer(state, repository, image, call.now) : undefined;
      });
      return { referrers, ...next };
    },
  }),
};

function renderDetail(repository: RepositoryRecord, image: ImageRecord, now: number): ImageDetail {
  const status = statusOf(image, now);
  return {
    registryId: repository.registryId,
    repositoryName: repository.name,
    imageDigest: image.digest,
    ...(image.tags.length === 0 ? {} : { imageTags: [...image.tags] }),
    imageSizeInBytes: image.size,
    imagePushedAt: new Date(image.pushedAt),
    imageManifestMediaType: image.mediaType,
    ...(image.artifactMediaType === undefined
      ? {}
      : { artifactMediaType: image.artifactMediaType }),
    ...(image.lastPulledAt === undefined
      ? {}
      : { lastRecordedPullTime: new Date(image.lastPulledAt) }),
    ...(image.subject === undefined ? {} : { subjectManifestDigest: image.subject }),
    imageStatus: status,
    ...(image.lastArchivedAt === undefined
      ? {}
      : { lastArchivedAt: new Date(image.lastArchivedAt) }),
    ...(image.lastActivatedAt === undefined || status === 'ACTIVATING'
      ? {}
      : { lastActivatedAt: new Date(image.lastActivatedAt) }),
  };
}

function renderReferrer(
  state: State,
  repository: RepositoryRecord,
  image: ImageRecord,
  now: number,
): ImageReferrer {
  const body = state.manifests.get(within(keyOf(repository), image.digest))?.body ?? '{}';
  const { annotations } = JSON.parse(body) as { annotations?: Record<string, string> };
  return {
    digest: image.digest,
    mediaType: image.mediaType,
    ...(image.artifactMediaType === undefined ? {} : { artifactType: image.artifactMediaType }),
    size: Buffer.byteLength(body),
    ...(annotations === undefined ? {} : { annotations }),
    artifactStatus: statusOf(image, now),
  };
}
