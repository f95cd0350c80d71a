import type { ObjectStore, Stored } from './object-store.ts';
import type { ResourceRequest } from './request.ts';
import { groupVersion } from './resources.ts';
import { requestSelector } from './selectors.ts';
import { tableHead, tableRow } from './tables.ts';
import type { ListMeta } from './types.ts';

/** A list as it is sent: the head, and each entry, rendered when it is written. */
export interface Listing {
  readonly head: object;
  readonly field: 'items' | 'rows';
  readonly objects: readonly Stored[];
  readonly entry: (object: Stored) => object;
}

/**
 * Answers a list: objects that match the selectors, a page at a time, as objects or as a Table.
 * @param now milliseconds since the epoch, for the ages in a Table.
 */
export function listObjects(store: ObjectStore, request: ResourceRequest, now: number): Listing {
  const { resource, namespace, query } = request;
  const matches = requestSelector(query, resource);
  const after = decodeContinue(query.get('continue'));
  const limit = Number(query.get('limit')) || Number.POSITIVE_INFINITY;
  const found = store
    .list(resource, namespace, after === undefined ? {} : { after })
    .filter(matches);
  const page = found.slice(0, limit);
  const last = page.at(-1)?.metadata;
  const metadata: ListMeta = {
    resourceVersion: String(store.revision),
    ...(found.length > page.length && last !== undefined
      ? {
          continue: encodeContinue(
            resource.namespaced ? `${last.namespace}/${last.name}` : last.name,
          ),
          remainingItemCount: found.length - page.length,
        }
      : {}),
  };
  if (wantsTable(request)) {
    const includeObject = query.get('includeObject') ?? 'Metadata';
    return {
      head: tableHead(resource, metadata),
      field: 'rows',
      objects: page,
      entry: (object) => tableRow(resource, object, { includeObject, now }),
    };
  }
  return {
    head: { kind: `${resource.kind}List`, apiVersion: groupVersion(resource), metadata },
    field: 'items',
    objects: page,
    entry: ({ kind: _, apiVersion: __, ...object }) => object,
  };
}

/** @returns a function that renders a single object in the requested form. */
export function renderer(
  store: ObjectStore,
  request: ResourceRequest,
  now: number,
): (object: Stored) => object {
  if (!wantsTable(request)) return (object) => object;
  const { resource, query } = request;
  const includeObject = query.get('includeObject') ?? 'Metadata';
  const head = tableHead(resource, { resourceVersion: String(store.revision) });
  return (object) => ({ ...head, rows: [tableRow(resource, object, { includeObject, now })] });
}

/** Whether objects are requested as a Table, which kubectl prints. */
export function wantsTable({ accept }: ResourceRequest): boolean {
  return accept
    .split(',')
    .some((type) => /;as=Table;?.*v=v1(;|$)|v=v1;.*as=Table/.test(type.replaceAll(' ', '')));
}

function encodeContinue(key: string): string {
  return Buffer.from(key).toString('base64url');
}

function decodeContinue(token: string | null): string | undefined {
  return token === null || token === '' ? undefined : Buffer.from(token, 'base64url').toString();
}
