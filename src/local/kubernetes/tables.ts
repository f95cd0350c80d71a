import { columnsOf } from './columns.ts';
import type { Stored } from './object-store.ts';
import type { Resource } from './resources.ts';
import type { ListMeta } from './types.ts';

/**
 * Renders objects as a Table (meta.k8s.io/v1), which is what kubectl prints.
 * @param includeObject `Metadata`, `Object` or `None`, as the request says.
 * @param now milliseconds since the epoch, for ages.
 */
export function toTable(
  resource: Resource,
  objects: readonly Stored[],
  options: { includeObject: string; now: number; metadata: ListMeta },
): object {
  const shown = columnsOf(resource);
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: options.metadata,
    columnDefinitions: shown.map((column) => ({
      name: column.name,
      type: column.type ?? 'string',
      format: column.name === 'Name' ? 'name' : '',
      description: column.name,
      priority: column.wide ? 1 : 0,
    })),
    rows: objects.map((object) => ({
      cells: shown.map(({ value }) => value(object, options.now)),
      ...rowObject(object, options.includeObject),
    })),
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
