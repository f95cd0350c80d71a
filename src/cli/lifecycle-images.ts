import type { LifecycleImage } from '../ecr/lifecycle/image.ts';
import { isListDetail, readImageDetail } from './image-details.ts';
import { bad, type Fields, isFields, isGiven, momentOf, textsOf } from './lifecycle-fields.ts';

const times = ['lastPulledAt', 'lastActivatedAt', 'lastArchivedAt'] as const;

/** The images of a preview, and what the file could not say of them. */
export interface ReadImages {
  readonly images: readonly LifecycleImage[];
  readonly unsaid: string | undefined;
}

/**
 * Reads the images that `hawser lifecycle preview` is given, in its own form or as `aws ecr describe-images` prints them;
 * times are ISO 8601.
 * @throws UsageError naming the first field that is wrong, such as `images[3].pushedAt`.
 */
export function readLifecycleImages(text: string): ReadImages {
  const { name, list } = parse(text);
  const entries = list.map((value, index) => {
    if (!isFields(value)) throw bad(`${name}[${index}]`, 'must be an object');
    return value;
  });
  const isDetail = ({ imageDigest }: Fields) => imageDigest !== undefined;
  requireOneRepository(entries, name);
  const seen = new Set<string>();
  const images = entries.map((entry, index) => {
    const at = `${name}[${index}]`;
    const image = isDetail(entry) ? readImageDetail(entry, at) : readImage(entry, at);
    if (seen.has(image.digest)) throw bad(`${at}.digest`, 'is the digest of an earlier image, too');
    seen.add(image.digest);
    return image;
  });
  const lists = entries.filter((entry) => isDetail(entry) && isListDetail(entry)).length;
  return { images, unsaid: lists === 0 ? undefined : childrenUnsaid(lists) };
}

/** A policy is one repository's. */
function requireOneRepository(entries: readonly Fields[], name: string): void {
  const names = entries.map(({ repositoryName }) => repositoryName);
  const other = names.findIndex((one) => one !== names[0]);
  if (other === -1) return;
  throw bad(`${name}[${other}].repositoryName`, `must be that of the first image, ${names[0]}`);
}

function childrenUnsaid(lists: number): string {
  return `describe-images does not say which images the ${lists} manifest lists refer to. ECR spares those as long as their list is there; here they are taken as any other image.`;
}

function parse(text: string): { readonly name: string; readonly list: readonly unknown[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw bad('images', `is not JSON: ${cause instanceof Error ? cause.message : cause}`);
  }
  if (Array.isArray(value)) return { name: 'images', list: value };
  if (isFields(value) && Array.isArray(value.imageDetails)) {
    return { name: 'imageDetails', list: value.imageDetails };
  }
  throw bad('images', 'must be a list, or the output of aws ecr describe-images');
}

function readImage(fields: Fields, at: string): LifecycleImage {
  const { digest, storageClass = 'STANDARD', subject } = fields;
  if (typeof digest !== 'string' || digest === '') throw bad(`${at}.digest`, 'must be a string');
  if (storageClass !== 'STANDARD' && storageClass !== 'ARCHIVE') {
    throw bad(`${at}.storageClass`, 'must be STANDARD or ARCHIVE');
  }
  if (isGiven(subject) && typeof subject !== 'string') {
    throw bad(`${at}.subject`, 'must be a digest');
  }
  const given = times.filter((name) => isGiven(fields[name]));
  return {
    digest,
    tags: textsOf(fields, 'tags', at),
    pushedAt: momentOf(fields, 'pushedAt', at),
    storageClass,
    children: textsOf(fields, 'children', at),
    ...(typeof subject === 'string' ? { subject } : {}),
    ...Object.fromEntries(given.map((name) => [name, momentOf(fields, name, at)])),
  };
}
