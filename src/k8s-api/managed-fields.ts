import { isDeepStrictEqual } from 'node:util';
import {
  type FieldSet,
  fieldsOf,
  fromFieldsV1,
  printField,
  toFieldsV1,
  withoutFields,
} from './field-set.ts';
import type { Stored } from './object-store.ts';
import { isSame } from './revisions.ts';
import { ApiError } from './status.ts';
import { type Json, type JsonObject, strategicMerge } from './strategic-merge.ts';

/** The owner of some fields of an object, for one kind of write. (meta/v1 ManagedFieldsEntry) */
interface Owner {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  /** RFC 3339; when the fields last changed. */
  readonly time: string;
  readonly fields: FieldSet;
}

/** The writer and the time. */
export interface Writer {
  readonly manager: string;
  readonly apiVersion: string;
  /** RFC 3339. */
  readonly time: string;
}

/**
 * Server-side apply: the manager owns the fields that its configuration sets. Fields that it no longer sets are removed
 * unless another manager owns them too. A field that another manager set to another value is a conflict. Source:
 * Kubernetes documentation, "Server-Side Apply"; apimachinery, managedfields/internal.
 * @param force takes ownership from the other managers instead.
 * @returns the object with its new owners. @throws ApiError Conflict
 */
export function serverSideApply(
  before: JsonObject,
  config: JsonObject,
  writer: Writer,
  force: boolean,
): JsonObject {
  const [live, wanted] = [fieldsOf(before), fieldsOf(config)];
  const fields = new Set(wanted.keys());
  const owners = ownersOf(before);
  const own = owners.find((owner) => isSameOwner(owner, writer, 'Apply'));
  const others = owners.filter((owner) => owner !== own);
  const disputed = new Map(others.map((owner) => [owner, disputedFields(owner, live, wanted)]));
  if (!force) refuseConflicts(disputed);
  const kept = others.map((owner) => without(owner, disputed.get(owner) ?? new Set()));
  const dropped = [...(own?.fields ?? [])].filter(
    (field) => !fields.has(field) && !kept.some((owner) => owner.fields.has(field)),
  );
  const merged = withoutFields(strategicMerge(before, config), new Set(dropped));
  const isUnchanged = own !== undefined && isDeepStrictEqual(own.fields, fields);
  const time = isUnchanged ? own.time : writer.time;
  return withOwners(merged, [...kept, { ...writer, operation: 'Apply', time, fields }]);
}

/** For writes other than apply: the writer becomes the only owner of the fields that it changes. @returns the object with its new owners. */
export function owned(before: Stored | undefined, after: Stored, writer: Writer): Stored {
  const [old, next] = [before ?? {}, after] as unknown as [JsonObject, JsonObject];
  const [earlier, fields] = [fieldsOf(old), fieldsOf(next)];
  const changed = new Set(
    [...fields.keys()].filter(
      (field) => !earlier.has(field) || !isSame(earlier.get(field), fields.get(field)),
    ),
  );
  const gone = new Set([...earlier.keys()].filter((field) => !fields.has(field)));
  const owners = ownersOf(old);
  const own = owners.find((owner) => isSameOwner(owner, writer, 'Update'));
  const lost = new Set([...changed, ...gone]);
  const others = owners.filter((owner) => owner !== own).map((owner) => without(owner, lost));
  const kept = [...(own?.fields ?? [])].filter((field) => !gone.has(field));
  const ownFields = new Set([...kept, ...changed]);
  const time = changed.size === 0 && own !== undefined ? own.time : writer.time;
  const updated: Owner = { ...writer, operation: 'Update', time, fields: ownFields };
  return withOwners(next, [...others, updated]) as unknown as Stored;
}

function ownersOf(object: JsonObject): Owner[] {
  const { metadata } = object as unknown as Partial<Stored>;
  const entries = (metadata as { managedFields?: unknown } | undefined)?.managedFields;
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: Partial<Record<string, unknown>>) => {
    const { manager, operation, apiVersion, time, fieldsV1 } = entry ?? {};
    if (typeof manager !== 'string' || (operation !== 'Apply' && operation !== 'Update')) return [];
    const fields = fromFieldsV1(fieldsV1);
    return [{ manager, operation, apiVersion: String(apiVersion), time: String(time), fields }];
  });
}

function isSameOwner(owner: Owner, writer: Writer, operation: Owner['operation']): boolean {
  return (
    owner.manager === writer.manager &&
    owner.operation === operation &&
    owner.apiVersion === writer.apiVersion
  );
}

function without(owner: Owner, fields: FieldSet): Owner {
  return { ...owner, fields: new Set([...owner.fields].filter((field) => !fields.has(field))) };
}

function withOwners(object: JsonObject, owners: readonly Owner[]): JsonObject {
  const managedFields = owners
    .filter(({ fields }) => fields.size > 0)
    .map(({ manager, operation, apiVersion, time, fields }) => ({
      manager,
      operation,
      apiVersion,
      time,
      fieldsType: 'FieldsV1',
      fieldsV1: toFieldsV1(fields),
    }));
  return { ...object, metadata: { ...(object.metadata as JsonObject), managedFields } };
}

function disputedFields(
  { fields }: Owner,
  live: ReadonlyMap<string, Json>,
  wanted: ReadonlyMap<string, Json>,
): FieldSet {
  const both = [...fields].filter((field) => wanted.has(field));
  return new Set(both.filter((field) => !isSame(live.get(field) ?? null, wanted.get(field))));
}

/** With the API server's text. (apiserver: managedfields/internal/conflict.go) */
function refuseConflicts(disputed: ReadonlyMap<Owner, FieldSet>): void {
  const conflicts = [...disputed]
    .flatMap(([owner, fields]) => [...fields].map((field) => ({ owner, path: printField(field) })))
    .sort((a, b) => (printOwner(a.owner) < printOwner(b.owner) ? -1 : 1));
  const [first] = conflicts;
  if (first === undefined) return;
  const causes = conflicts.map(({ owner, path }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${printOwner(owner)}`,
    field: path,
  }));
  throw new ApiError('Conflict', conflictMessage(conflicts), { causes });
}

function conflictMessage(conflicts: readonly { owner: Owner; path: string }[]): string {
  const [first] = conflicts;
  if (conflicts.length === 1 && first !== undefined) {
    return `Apply failed with 1 conflict: conflict with ${printOwner(first.owner)}: ${first.path}`;
  }
  const byOwner = Map.groupBy(conflicts, ({ owner }) => printOwner(owner));
  const lines = [...byOwner].flatMap(([owner, all]) => [
    `conflicts with ${owner}:`,
    ...all.map(({ path }) => `- ${path}`),
  ]);
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join('\n')}`;
}

function printOwner({ manager, operation, apiVersion, time }: Owner): string {
  const name = JSON.stringify(manager);
  return operation === 'Update' ? `${name} using ${apiVersion} at ${time}` : name;
}
