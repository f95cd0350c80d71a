import { mediaTypes } from '../../oci/media-types.ts';
import { referrersOf } from '../ecr/image-references.ts';
import { keyOf } from '../ecr/repository.ts';
import { turnTaking } from '../ecr/slices.ts';
import { type ImageRecord, type State, within } from '../state.ts';
import { RegistryError } from './errors.ts';
import {
  authorize,
  type Exchange,
  locationOf,
  originOf,
  reply,
  requireRepository,
} from './exchange.ts';

/** Most names that one page may hold (seen in ECR's answers to larger `n`). */
const maxPage = 1000;
/** Names of a page whose size nobody asked for. */
const defaultPage = 100;

/** `GET /v2/<name>/tags/list`. */
export async function listTags(exchange: Exchange, name: string): Promise<void> {
  authorize(exchange, name, 'ecr:ListImages');
  const prefix = `${keyOf(requireRepository(exchange, name))} `;
  const { limit, last, asked } = paging(exchange);
  const found = exchange.core.state.tags.list({
    prefix,
    limit: limit + 1,
    ...(last === undefined ? {} : { after: prefix + last }),
  });
  const tags = found.slice(0, limit).map(({ key }) => key.slice(prefix.length));
  await replyList(exchange, `${name}/tags/list`, { name, tags }, found.length > limit, tags, asked);
}

/** `GET /v2/_catalog`: the repositories of one registry. */
export async function listCatalog(exchange: Exchange): Promise<void> {
  authorize(exchange, '*', 'ecr:DescribeRepositories');
  const { registryId, region } = exchange.address;
  const prefix = `${registryId}/${region}/`;
  const { limit, last, asked } = paging(exchange);
  const found = exchange.core.state.repositories.list({
    prefix,
    limit: limit + 1,
    ...(last === undefined ? {} : { after: prefix + last }),
  });
  const repositories = found.slice(0, limit).map(({ document }) => document.name);
  const more = found.length > limit;
  await replyList(exchange, '_catalog', { repositories }, more, repositories, asked);
}

/** `GET /v2/<name>/referrers/<digest>`: an index of the manifests whose subject is that digest. */
export async function listReferrers(
  exchange: Exchange,
  name: string,
  digest: string,
): Promise<void> {
  authorize(exchange, name, 'ecr:BatchGetImage');
  const key = keyOf(requireRepository(exchange, name));
  const { state } = exchange.core;
  const type = exchange.query.get('artifactType');
  const manifests: object[] = [];
  const giveWay = turnTaking();
  for (const image of await referrersOf(state, key, digest)) {
    if (type === null || image.artifactMediaType === type) {
      manifests.push(descriptorOf(state, key, image));
    }
    await giveWay();
  }
  const body = JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests });
  await reply(
    exchange,
    200,
    {
      'content-type': mediaTypes.ociIndex,
      ...(type === null ? {} : { 'oci-filters-applied': 'artifactType' }),
    },
    body,
  );
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

function paging({ query }: Exchange): { limit: number; last?: string; asked: string | null } {
  const asked = query.get('n');
  const limit = asked === null ? defaultPage : Number(asked);
  // Clients know the limit by these words: Renovate asks again with 1000.
  if (limit > maxPage) throw outOfRange(`less than or equal to ${maxPage}`);
  if (!Number.isInteger(limit) || limit < 0) throw outOfRange('greater than or equal to 1');
  const last = query.get('last');
  return { limit, asked, ...(last === null || last === '' ? {} : { last: nameAt(last) }) };
}

/** What is put before a name in an opaque `last`, so that it is none that a client made of a name. */
const mark = 'after ';

/** Where ECR chose the size of a page, its link has nothing but an opaque `last`. */
function opaque(name: string): string {
  return Buffer.from(`${mark}${name}`).toString('base64url');
}

/** The name to go on after: `last` is a name, as the distribution-spec has it, or what an earlier link had. */
function nameAt(last: string): string {
  const text = Buffer.from(last, 'base64url').toString();
  return text.startsWith(mark) && last === opaque(text.slice(mark.length))
    ? text.slice(mark.length)
    : last;
}

function outOfRange(bound: string): RegistryError {
  const constraint = `Member must have value ${bound}`;
  const message = `Invalid parameter at 'maxResults' failed to satisfy constraint: '${constraint}'`;
  return new RegistryError(405, 'UNSUPPORTED', message);
}

function replyList(
  exchange: Exchange,
  path: string,
  body: object,
  more: boolean,
  names: readonly string[],
  asked: string | null,
): Promise<void> {
  const last = names.at(-1) ?? '';
  const next =
    asked === null ? `last=${opaque(last)}` : `n=${asked}&last=${encodeURIComponent(last)}`;
  const url = new URL(locationOf(exchange, path), originOf(exchange)).href;
  const link = `<${url}${url.includes('?') ? '&' : '?'}${next}>; rel="next"`;
  return reply(
    exchange,
    200,
    {
      'content-type':
        exchange.core.settings.fidelity === 'ecr'
          ? 'text/plain; charset=utf-8'
          : 'application/json',
      ...(more && names.length > 0 ? { link } : {}),
    },
    JSON.stringify(body),
  );
}
