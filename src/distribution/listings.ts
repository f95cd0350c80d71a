import { mediaTypes } from '../oci/media-types.ts';
import type { Listed, Page } from './backend.ts';
import { type Exchange, locationOf, originOf, reply } from './exchange.ts';

/** `GET /v2/<name>/tags/list`. */
export async function listTags(exchange: Exchange, name: string): Promise<void> {
  const listed = await exchange.backend.listTags(name, pageOf(exchange));
  await replyList(exchange, `${name}/tags/list`, { name, tags: listed.names }, listed);
}

/** `GET /v2/_catalog`: the repositories of one registry. */
export async function listCatalog(exchange: Exchange): Promise<void> {
  const listed = await exchange.backend.listRepositories(pageOf(exchange));
  await replyList(exchange, '_catalog', { repositories: listed.names }, listed);
}

/** `GET /v2/<name>/referrers/<digest>`: an index of the manifests whose subject is that digest. */
export async function listReferrers(
  exchange: Exchange,
  name: string,
  digest: string,
): Promise<void> {
  const type = exchange.query.get('artifactType') ?? undefined;
  const manifests = await exchange.backend.listReferrers(name, digest, type);
  const body = JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests });
  await reply(
    exchange,
    200,
    {
      'content-type': mediaTypes.ociIndex,
      ...(type === undefined ? {} : { 'oci-filters-applied': 'artifactType' }),
    },
    body,
  );
}

function pageOf({ query, dialect: { pages } }: Exchange): Page {
  const asked = query.get('n');
  const limit = asked === null ? pages.usual : Number(asked);
  if (limit > pages.most) throw pages.refuse(`less than or equal to ${pages.most}`);
  if (!Number.isInteger(limit) || limit < 0) throw pages.refuse('greater than or equal to 1');
  const last = query.get('last');
  return { limit, ...(last === null || last === '' ? {} : { after: nameAt(last) }) };
}

/** Prefix of a name in an opaque `last`, so that it cannot be mistaken for a name. */
const mark = 'after ';

/** When the client gave no size, the link has only an opaque `last`, as ECR's links do. */
function opaque(name: string): string {
  return Buffer.from(`${mark}${name}`).toString('base64url');
}

/**
 * The name to continue after: `last` is a name, as in the distribution-spec, or the opaque value of an earlier
 * link.
 */
function nameAt(last: string): string {
  const text = Buffer.from(last, 'base64url').toString();
  return text.startsWith(mark) && last === opaque(text.slice(mark.length))
    ? text.slice(mark.length)
    : last;
}

function replyList(
  exchange: Exchange,
  path: string,
  body: object,
  { names, more }: Listed,
): Promise<void> {
  const asked = exchange.query.get('n');
  const last = names.at(-1);
  return reply(
    exchange,
    200,
    {
      'content-type': exchange.dialect.listType,
      ...(more && last !== undefined ? { link: nextLink(exchange, path, asked, last) } : {}),
    },
    JSON.stringify(body),
  );
}

function nextLink(exchange: Exchange, path: string, asked: string | null, last: string): string {
  const next =
    asked === null ? `last=${opaque(last)}` : `n=${asked}&last=${encodeURIComponent(last)}`;
  const url = new URL(locationOf(exchange, path), originOf(exchange.request)).href;
  return `<${url}${url.includes('?') ? '&' : '?'}${next}>; rel="next"`;
}
