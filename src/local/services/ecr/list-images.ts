import { statusOf } from '../../ecr/storage-class.ts';
import type { ImageRecord, State } from '../../state.ts';
import { within } from '../../state.ts';
import { type Paging, page } from './paging.ts';

/** Whether an image is what a `filter.tagStatus` asks for. */
export function matchesTagStatus(tags: readonly string[], status: string | undefined): boolean {
  if (status === 'TAGGED') return tags.length > 0;
  return status !== 'UNTAGGED' || tags.length === 0;
}

/** Whether an image is what a `filter.imageStatus` asks for; without one, only active images are. */
export function matchesImageStatus(
  image: ImageRecord,
  wanted: string | undefined,
  now: number,
): boolean {
  return wanted === 'ANY' || statusOf(image, now) === (wanted ?? 'ACTIVE');
}

/** The part of a repository that is listed. */
interface Filter {
  readonly tagStatus?: string | undefined;
  readonly imageStatus?: string | undefined;
}

interface ImageIds {
  readonly imageIds: readonly { readonly imageDigest: string; readonly imageTag?: string }[];
  readonly nextToken: string | undefined;
}

/**
 * One page of image ids: an id for each tag, then one for each image without any. A page token says
 * which of the two lists it continues.
 */
export async function listImageIds(
  state: State,
  repositoryKey: string,
  filter: Filter,
  paging: Paging,
  now: number,
): Promise<ImageIds> {
  const [list, token] = splitToken(paging.nextToken, filter.tagStatus);
  const { maxResults = 100 } = paging;
  const from = { maxResults, ...(token === undefined ? {} : { nextToken: token }) };
  const prefix = `${repositoryKey} `;
  if (list === 'untagged') {
    const { entries, nextToken: next } = await page(
      state.images,
      prefix,
      from,
      (image) => image.tags.length === 0 && matchesImageStatus(image, filter.imageStatus, now),
    );
    const imageIds = entries.map(({ document }) => ({ imageDigest: document.digest }));
    return { imageIds, nextToken: next === undefined ? undefined : `untagged.${next}` };
  }
  const { entries, nextToken: next } = await page(state.tags, prefix, from, ({ digest }) => {
    const image = state.images.get(within(repositoryKey, digest));
    return image !== undefined && matchesImageStatus(image, filter.imageStatus, now);
  });
  const imageIds = entries.map(({ key, document }) => ({
    imageDigest: document.digest,
    imageTag: key.slice(prefix.length),
  }));
  if (next !== undefined) return { imageIds, nextToken: `tagged.${next}` };
  if (filter.tagStatus === 'TAGGED') return { imageIds, nextToken: undefined };
  return continued(state, repositoryKey, filter, paging, now, imageIds);
}

/** Fills the rest of the page after the tags with untagged images. */
async function continued(
  state: State,
  repositoryKey: string,
  filter: Filter,
  { maxResults = 100 }: Paging,
  now: number,
  imageIds: ImageIds['imageIds'],
): Promise<ImageIds> {
  const left = maxResults - imageIds.length;
  if (left === 0) return { imageIds, nextToken: 'untagged.' };
  const rest = await listImageIds(
    state,
    repositoryKey,
    { ...filter, tagStatus: 'UNTAGGED' },
    { maxResults: left },
    now,
  );
  return { ...rest, imageIds: [...imageIds, ...rest.imageIds] };
}

function splitToken(
  token: string | undefined,
  status: string | undefined,
): ['tagged' | 'untagged', string | undefined] {
  const first = status === 'UNTAGGED' ? 'untagged' : 'tagged';
  if (token === undefined) return [first, undefined];
  const [list, rest] = token.split('.', 2);
  return [list === 'untagged' ? 'untagged' : 'tagged', rest === '' ? undefined : (rest ?? token)];
}
