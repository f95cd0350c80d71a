import type { LifecycleImage } from '../ecr/lifecycle/image.ts';
import { isIndexType } from '../oci/media-types.ts';
import { bad, type Fields, momentOf, textsOf } from './lifecycle-fields.ts';

/** Whether an image of `aws ecr describe-images` is a manifest list. */
export function isListDetail({ imageManifestMediaType: type }: Fields): boolean {
  return typeof type === 'string' && isIndexType(type);
}

/** Our names of the times in an image's details. */
const times = {
  lastPulledAt: 'lastRecordedPullTime',
  lastActivatedAt: 'lastActivatedAt',
  lastArchivedAt: 'lastArchivedAt',
} as const;

/**
 * Reads an image as `aws ecr describe-images` prints it (ECR API reference, ImageDetail).
 * @throws UsageError naming the field that is wrong.
 */
export function readImageDetail(fields: Fields, at: string): LifecycleImage {
  const { imageDigest: digest, imageStatus, subjectManifestDigest: subject } = fields;
  if (typeof digest !== 'string' || digest === '')
    throw bad(`${at}.imageDigest`, 'must be a string');
  const given = Object.entries(times).filter(([, name]) => (fields[name] ?? null) !== null);
  return {
    digest,
    tags: textsOf(fields, 'imageTags', at),
    pushedAt: detailMoment(fields, 'imagePushedAt', at),
    storageClass: imageStatus === 'ARCHIVED' ? 'ARCHIVE' : 'STANDARD',
    children: [],
    ...(typeof subject === 'string' ? { subject } : {}),
    ...Object.fromEntries(given.map(([ours, name]) => [ours, detailMoment(fields, name, at)])),
  };
}

/** The aws CLI prints ISO 8601 times or, where it is set so, seconds since the epoch. */
function detailMoment(fields: Fields, name: string, at: string): number {
  const value = fields[name];
  return typeof value === 'number' ? value * 1000 : momentOf(fields, name, at);
}
