import type { TrailEvent, TrailEventName, TrailImage } from '../../chain/world.ts';
import { digestOf } from '../../oci/digest.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A record of CloudTrail as a fact; undefined where it names no repository, or nothing was done. */
export function trailEvent(name: TrailEventName, record: object): TrailEvent | undefined {
  const { eventTime, errorCode, requestParameters, serviceEventDetails, userIdentity } =
    record as Fields;
  const asked = fields(requestParameters);
  const done = fields(serviceEventDetails);
  const repository = asked.repositoryName ?? done.repositoryName;
  if (typeof repository !== 'string' || typeof eventTime !== 'string') return undefined;
  const by = fields(userIdentity).arn;
  return {
    at: eventTime,
    name,
    repository,
    ...(typeof by === 'string' ? { by } : {}),
    images: imagesOf(name, record as Fields),
    ...(typeof errorCode === 'string' ? { error: errorCode } : {}),
  };
}

function imagesOf(name: TrailEventName, record: Fields): TrailImage[] {
  const asked = fields(record.requestParameters);
  const answered = fields(record.responseElements);
  switch (name) {
    case 'BatchDeleteImage':
      return [...list(asked.imageIds), ...list(answered.imageIds)].map(imageOf);
    case 'PolicyExecutionEvent':
      return expired(fields(record.serviceEventDetails));
    case 'PutImage':
      return [putImage(asked, fields(fields(answered.image).imageId))];
    case 'DeleteRepository':
      return [];
  }
}

function imageOf({ imageDigest: digest, imageTag: tag }: Fields): TrailImage {
  return {
    ...(typeof digest === 'string' ? { digest } : {}),
    tags: typeof tag === 'string' ? [tag] : [],
  };
}

/** What is put is recorded with its manifest, which tells digest and media type. */
function putImage(asked: Fields, answered: Fields): TrailImage {
  const { imageManifest: manifest, imageManifestMediaType } = asked;
  const text = typeof manifest === 'string' ? manifest : undefined;
  const digest =
    answered.imageDigest ?? asked.imageDigest ?? (text === undefined ? undefined : digestOf(text));
  const mediaType = imageManifestMediaType ?? mediaTypeIn(text);
  const [named] = list(asked.imageIds).map(imageOf);
  const tag = asked.imageTag ?? named?.tags[0];
  return {
    ...imageOf({ imageDigest: digest, imageTag: tag }),
    ...(typeof mediaType === 'string' ? { mediaType } : {}),
  };
}

function mediaTypeIn(manifest = ''): unknown {
  try {
    return fields(JSON.parse(manifest)).mediaType;
  } catch {
    return undefined;
  }
}

/** Images that a lifecycle policy expired: what it moved to the archive is still there. */
function expired({ lifecycleEventPolicy, lifecycleEventImageActions }: Fields): TrailImage[] {
  const rules = list(fields(lifecycleEventPolicy).lifecycleEventRules);
  const expiring = new Set(
    rules
      .filter(({ action }) => {
        const type = typeof action === 'string' ? action : fields(action).type;
        return typeof type === 'string' && type.toLowerCase() === 'expire';
      })
      .map(({ rulePriority }) => rulePriority),
  );
  return list(lifecycleEventImageActions).flatMap(({ lifecycleEventImage, rulePriority }) => {
    const { digest, tagList } = fields(lifecycleEventImage);
    if (!expiring.has(rulePriority) || typeof digest !== 'string') return [];
    const tags = Array.isArray(tagList) ? tagList.filter((tag) => typeof tag === 'string') : [];
    return [{ digest, tags, ...(typeof rulePriority === 'number' ? { rule: rulePriority } : {}) }];
  });
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function list(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fields) : [];
}
