import { columnsOf } from './columns.ts';
import type { Stored } from './object-store.ts';
import type { Resource } from './resources.ts';
import type { ListMeta } from './types.ts';

/** A Table (meta.k8s.io/v1), which is what kubectl prints, without its rows. */
export function tableHead(resource: Resource, metadata: ListMeta): object {
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: columnsOf(resource).map((column) => ({
      name: column.name,
      type: column.type ?? 'string',
      format: column.name === 'Name' ? 'name' : '',
      description: column.name,
      priority: column.wide ? 1 : 0,
    })),
  };
}

/**
 * An object as a row of a Table.
 * @param includeObject `Metadata`, `Object` or `None`, as the request says.
 * @param now milliseconds since the epoch, for ages.
 */
export function tableRow(
  resource: Resource,
  object: Stored,
  { includeObject, now }: { includeObject: string; now: number },
): object {
  return {
    cells: columnsOf(resource).map(({ value }) => value(object, now)),
    ...rowObject(object, includeObject),
  };
}

function rowObject(object: Stored, include: string): { object?: unknown } {
  if (include === 'None') return {};
  if (include === 'Object') return { object };
  return {
    object: {
      kind: 'PartialObjectMetadata',
      apiVersion: 'meta.k8s.io/v1',
      metadata: object.metadata,
    },
  };
}
