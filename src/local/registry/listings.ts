import type { Listed, Page } from '../../distribution/backend.ts';
import { turnTaking } from '../core/turns.ts';
import { referrersOf } from '../ecr/image-references.ts';
import { keyOf, repository } from '../ecr/repository.ts';
import { type ImageRecord, type State, within } from '../state.ts';
import { target, type Visit } from './visit.ts';

export async function listTags(visit: Visit, name: string, page: Page): Promise<Listed> {
  const prefix = `${keyOf(repository(visit.core, target(visit, name)))} `;
  const found = visit.core.state.tags.list({ prefix, ...rangeOf(page, prefix) });
  return listed(
    found.map(({ key }) => key.slice(prefix.length)),
    page,
  );
}

export async function listRepositories({ core, address }: Visit, page: Page): Promise<Listed> {
  const prefix = `${address.registryId}/${address.region}/`;
  const found = core.state.repositories.list({ prefix, ...rangeOf(page, prefix) });
  return listed(
    found.map(({ document }) => document.name),
    page,
  );
}

/** One more than the page, to see whether there are more. */
function rangeOf({ limit, after }: Page, prefix: string) {
  return { limit: limit + 1, ...(after === undefined ? {} : { after: prefix + after }) };
}

function listed(names: readonly string[], { limit }: Page): Listed {
  return { names: names.slice(0, limit), more: names.length > limit };
}

export async function listReferrers(
  visit: Visit,
  name: string,
  digest: string,
  artifactType: string | undefined,
): Promise<readonly object[]> {
  const { state } = visit.core;
  const key = keyOf(repository(visit.core, target(visit, name)));
  const manifests: object[] = [];
  const giveWay = turnTaking();
  for (const image of await referrersOf(state, key, digest)) {
    if (artifactType === undefined || image.artifactMediaType === artifactType) {
      manifests.push(descriptorOf(state, key, image));
    }
    await giveWay();
  }
  return manifests;
}

function descriptorOf(state: State, repositoryKey: string, image: ImageRecord): object {
  const body = state.manifests.get(within(repositoryKey, image.digest))?.body ?? '{}';
  const { annotations } = JSON.parse(body) as { annotations?: Record<string, string> };
  return {
    mediaType: image.mediaType,
    digest: image.digest,
    size: Buffer.byteLength(body),
    ...(image.artifactMediaType === undefined ? {} : { artifactType: image.artifactMediaType }),
    ...(annotations === undefined ? {} : { annotations }),
  };
}
