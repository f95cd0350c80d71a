import type { State } from '../../state.ts';
import { type Paging, page } from './paging.ts';

interface ImageIds {
  readonly imageIds: readonly { readonly imageDigest: string; readonly imageTag?: string }[];
  readonly nextToken?: string;
}

/**
 * One page of image ids: an id for each tag, then one for each image without any. A page token says
 * which of the two lists it continues.
 */
export function listImageIds(
  state: State,
  repositoryKey: string,
  status: string | undefined,
  paging: Paging,
): ImageIds {
  const [list, token] = splitToken(paging.nextToken, status);
  const { maxResults = 100 } = paging;
  const from = { maxResults, ...(token === undefined ? {} : { nextToken: token }) };
  const prefix = `${repositoryKey} `;
  if (list === 'untagged') {
    const { entries, nextToken: next } = page(
      state.images,
      prefix,
      from,
      ({ tags }) => tags.length === 0,
    );
    const imageIds = entries.map(({ document }) => ({ imageDigest: document.digest }));
    return { imageIds, ...(next === undefined ? {} : { nextToken: `untagged.${next}` }) };
  }
  const { entries, nextToken: next } = page(state.tags, prefix, from);
  const imageIds = entries.map(({ key, document }) => ({
    imageDigest: document.digest,
    imageTag: key.slice(prefix.length),
  }));
  if (next !== undefined) return { imageIds, nextToken: `tagged.${next}` };
  if (status === 'TAGGED') return { imageIds };
  return continued(state, repositoryKey, paging, imageIds);
}

/** Fills what the tags left of the page with untagged images. */
function continued(
  state: State,
  repositoryKey: string,
  { maxResults = 100 }: Paging,
  imageIds: ImageIds['imageIds'],
): ImageIds {
  const left = maxResults - imageIds.length;
  if (left === 0) return { imageIds, nextToken: 'untagged.' };
  const rest = listImageIds(state, repositoryKey, 'UNTAGGED', { maxResults: left });
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
