import type {
  BatchGetImageRequest,
  ImageFailure,
  ImageIdentifier,
  Image as ImageOutput,
} from '@aws-sdk/client-ecr';
import { translateManifest } from '../../../oci/translate.ts';
import type { Call } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import { turnTaking } from '../../core/turns.ts';
import { notePull } from '../../ecr/note-pull.ts';
import { refreshFromUpstream } from '../../ecr/pull-through-cache.ts';
import { keyOf } from '../../ecr/repository.ts';
import { keyRefusal } from '../../ecr/repository-key.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import { type ImageRecord, type RepositoryRecord, within } from '../../state.ts';
import { resolvePullable } from './image-ids.ts';
import type { Outputs } from './outputs.generated.ts';
import { forRepository, named, type OnRepository, repositoryOf } from './requests.ts';

type Input = BatchGetImageRequest & OnRepository;
type Found = { readonly image: ImageRecord } | { readonly failure: ImageFailure };

export const batchGetImage: Operation = operation<Input, Outputs['BatchGetImage']>({
  permissions: forRepository('BatchGetImage'),
  async run(input, call) {
    const upstream = await refreshAll(call, input);
    const repository = repositoryOf(call, input);
    const failureReason = keyRefusal(call.core.state, repository, call.now);
    if (failureReason !== undefined) {
      const failureCode = 'KmsError';
      const failed = (imageId: ImageIdentifier) =>
        ({ imageId, failureCode, failureReason }) as const;
      return { images: [], failures: (input.imageIds ?? []).map(failed) };
    }
    const giveWay = turnTaking();
    const answers: ReturnType<typeof handOut>[] = [];
    for (const [index, id] of (input.imageIds ?? []).entries()) {
      const found: Found = upstream[index] ?? resolvePullable(call, repository, id);
      const accepted = input.acceptedMediaTypes ?? [];
      answers.push(
        'failure' in found ? found : handOut(call, repository, id, found.image, accepted),
      );
      await giveWay();
    }
    return {
      images: answers.flatMap((answer) => ('imageManifest' in answer ? [answer] : [])),
      failures: answers.flatMap((answer) => ('failure' in answer ? [answer.failure] : [])),
    };
  },
});

/**
 * An image with its manifest, as it was pushed or, if only another type is accepted, converted: by tag alone,
 * since a digest is that of one format (ECR User Guide, "Container image manifest format support"). The id is
 * always that of the image in the repository.
 */
function handOut(
  call: Call,
  repository: RepositoryRecord,
  id: ImageIdentifier,
  image: ImageRecord,
  accepted: readonly string[],
): ImageOutput | { readonly failure: ImageFailure } {
  const { body = '' } =
    call.core.state.manifests.get(within(keyOf(repository), image.digest)) ?? {};
  const stored = { body, mediaType: image.mediaType };
  const isTaken = accepted.length === 0 || accepted.includes(stored.mediaType);
  const translated = id.imageDigest === undefined ? translateManifest(stored, accepted) : undefined;
  const manifest = isTaken ? stored : translated;
  if (manifest === undefined) {
    const failureReason = 'Requested image not found';
    return { failure: { imageId: id, failureCode: 'ImageNotFound', failureReason } };
  }
  notePull(call.core, call.caller, repository, image, call.now);
  return {
    registryId: repository.registryId,
    repositoryName: repository.name,
    imageId: {
      imageDigest: image.digest,
      ...(id.imageTag === undefined ? {} : { imageTag: id.imageTag }),
    },
    imageManifest: manifest.body,
    imageManifestMediaType: manifest.mediaType,
  };
}

/**
 * Fetches the requested images from upstream; one that failed there, and is not cached, is a failure of its
 * own.
 */
function refreshAll(
  call: Call,
  input: Input,
): Promise<({ readonly failure: ImageFailure } | undefined)[]> {
  const refresh = async (imageId: ImageIdentifier) => {
    try {
      await refreshFromUpstream(call, named(call, input), imageId);
      return undefined;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const { code, message: failureReason } = error;
      return { failure: { imageId, failureCode: code as never, failureReason } };
    }
  };
  return Promise.all((input.imageIds ?? []).map(refresh));
}
