import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
import type { Collection, Metadata } from '../storage/metadata.ts';
import { History } from './history.ts';
import { keyOf, suffix } from './names.ts';
import { ObjectCache } from './object-cache.ts';
import { allResources, groupVersion, type Resource } from './resources.ts';
import { carriedOver, isSame, stamped } from './revisions.ts';
import { ApiError, alreadyExists, conflict, notFound } from './status.ts';
import type { KubernetesObject } from './types.ts';
import { weightOf } from './weight.ts';

/** A stored object of any kind. */
export type Stored = KubernetesObject & Record<string, unknown>;

/** A change of an object. `before` is its previous state, which watches with selectors need. */
export interface Change {
  readonly revision: number;
  readonly resource: Resource;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: Stored;
  readonly before?: Stored;
}

/** Total size of all objects in bytes. */
const mostBytes = 512 * 1024 * 1024;

/**
 * The objects of the cluster, with one counter of revisions over all of them, as etcd has it.
 * Reads and writes are synchronous; watchers receive a change once it is durable.
 */
export class ObjectStore {
  readonly #metadata: Metadata;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #objects: ReadonlyMap<Resource, ObjectCache>;
  readonly #counter: Collection<number>;
  readonly #watchers = new Set<(change: Change) => void>();
  readonly #history: History;
  #told: number;

  constructor(metadata: Metadata, clock: Pick<Clock, 'now'>) {
    this.#metadata = metadata;
    this.#clock = clock;
    this.#counter = metadata.collection('kubernetes.revision');
    this.#objects = new Map(
      allResources.map((resource) => [
        resource,
        new ObjectCache(metadata, collectionOf(metadata, resource)),
      ]),
    );
    this.#told = this.revision;
    this.#history = new History(this.#told);
  }

  /** The revision of the latest write; every write has a higher one. */
  get revision(): number {
    return this.#counter.get('revision') ?? 1;
  }

  /** The revision of the latest write that was sent to watchers. */
  get told(): number {
    return this.#told;
  }

  /** Continues counting from a revision after the metadata was cleared, so that watches never see a lower one. */
  resume(revision: number): void {
    this.#counter.put('revision', revision);
  }

  now(): string {
    return new Date(this.#clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
  }

  durable(): Promise<void> {
    return this.#metadata.acknowledged();
  }

  find(resource: Resource, namespace: string, name: string): Stored | undefined {
    return this.#of(resource).get(keyOf(resource, namespace, name));
  }

  /** @throws ApiError NotFound */
  get(resource: Resource, namespace: string, name: string): Stored {
    const found = this.find(resource, namespace, name);
    if (found === undefined) throw notFound(resource, name);
    return found;
  }

  /** Objects of one namespace or of all namespaces, sorted by namespace and name. */
  list(
    resource: Resource,
    namespace = '',
    page: { after?: string; limit?: number } = {},
  ): Stored[] {
    const prefix = resource.namespaced && namespace !== '' ? `${namespace}/` : '';
    return this.#of(resource).list(prefix, page.after, page.limit);
  }

  /**
   * Stores a new object and sets its uid, revision and creation time. `generateName` gets a suffix.
   * @param dryRun does everything except writing.
   * @throws ApiError AlreadyExists, or NotFound if the namespace does not exist.
   */
  create(resource: Resource, object: KubernetesObject, dryRun = false): Stored {
    const { metadata, ...rest } = object as Stored;
    const { generateName, namespace = '' } = metadata;
    const name = metadata.name || this.#generatedName(resource, namespace, generateName);
    if (this.find(resource, namespace, name) !== undefined) throw alreadyExists(resource, name);
    const complete: Stored = {
      apiVersion: groupVersion(resource),
      kind: resource.kind,
      ...rest,
      metadata: {
        ...metadata,
        name,
        ...(resource.namespaced ? { namespace } : {}),
        uid: randomUUID(),
        creationTimestamp: this.now(),
        ...('spec' in rest ? { generation: 1 } : {}),
      },
    };
    return this.#write(resource, 'ADDED', complete, undefined, dryRun);
  }

  /**
   * Replaces an object. Fields that the server sets (uid, creation time, deletion) are kept; the generation is
   * incremented when the spec changes.
   * @throws ApiError NotFound, or Conflict when the object's resource version is not the latest.
   */
  update(resource: Resource, object: KubernetesObject, dryRun = false): Stored {
    const { metadata } = object;
    const before = this.get(resource, metadata.namespace ?? '', metadata.name);
    const stated = metadata.resourceVersion;
    if (stated !== undefined && stated !== '' && stated !== before.metadata.resourceVersion) {
      throw conflict(resource, metadata.name);
    }
    const next = { ...(object as Stored), metadata: carriedOver(before, object as Stored) };
    if (isSame(before, next)) return before;
    return this.#write(resource, 'MODIFIED', next, before, dryRun);
  }

  /**
   * Changes the current version of an object, without conflicts.
   * @param change sets fields of the copy and of its metadata; it must not change nested values, which are shared.
   * @returns undefined when the object does not exist.
   */
  modify(
    resource: Resource,
    object: KubernetesObject,
    change: (copy: Stored) => void,
  ): Stored | undefined {
    const { namespace = '', name, uid } = object.metadata;
    const current = this.find(resource, namespace, name);
    if (current === undefined || current.metadata.uid !== uid) return undefined;
    const copy = { ...current, metadata: { ...current.metadata } };
    change(copy);
    return this.update(resource, copy);
  }

  /** Removes an object immediately. It is no error if the object does not exist. */
  remove(resource: Resource, { metadata }: KubernetesObject, dryRun = false): void {
    const before = this.find(resource, metadata.namespace ?? '', metadata.name);
    if (before === undefined || dryRun) return;
    this.#of(resource).delete(keyOf(resource, metadata.namespace ?? '', metadata.name));
    const revision = this.#nextRevision();
    const object = stamped(before, revision);
    this.#announce({ revision, resource, type: 'DELETED', object, before });
  }

  /**
   * Subscribes to the events after a revision.
   * @returns a function that ends the subscription.
   * @throws ApiError Expired when the revision is too old.
   */
  watch(after: number, onChange: (change: Change) => void): () => void {
    for (const change of this.#history.since(after)) onChange(change);
    const watcher = (change: Change) => {
      if (change.revision > after) onChange(change);
    };
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** An unused name; after eight attempts, one that may be in use (apiserver: maxNameGenerationCreateAttempts). */
  #generatedName(resource: Resource, namespace: string, prefix: string | undefined): string {
    if (!prefix) return '';
    let name = prefix + suffix();
    for (let tries = 1; tries < 8 && this.find(resource, namespace, name); tries++) {
      name = prefix + suffix();
    }
    return name;
  }

  #write(
    resource: Resource,
    type: 'ADDED' | 'MODIFIED',
    object: Stored,
    before: Stored | undefined,
    dryRun: boolean,
  ): Stored {
    if (dryRun) return stamped(object, this.revision);
    this.#requireRoom(object, before);
    const revision = this.#nextRevision();
    const stored = stamped(object, revision);
    const { namespace = '', name } = stored.metadata;
    this.#of(resource).put(keyOf(resource, namespace, name), stored);
    this.#announce({ revision, resource, type, object: stored, ...(before ? { before } : {}) });
    return stored;
  }

  /** Limits the total size, because all objects are in memory (as etcd limits its database). Writes that do not increase it are accepted. */
  #requireRoom(object: Stored, before: Stored | undefined): void {
    const more = weightOf(object) - (before === undefined ? 0 : weightOf(before));
    if (more <= 0) return;
    const bytes = [...this.#objects.values()].reduce((sum, cache) => sum + cache.bytes, more);
    if (bytes <= mostBytes) return;
    const message = `etcdserver: mvcc: database space exceeded: the objects take more than ${mostBytes} bytes; delete some`;
    throw new ApiError('InternalError', message);
  }

  #announce(change: Change): void {
    // The request that wrote gets the error of a store that fails; watchers get no event.
    this.#metadata.durable().then(
      () => {
        this.#told = change.revision;
        this.#history.remember(change);
        for (const watcher of [...this.#watchers]) watcher(change);
      },
      () => {},
    );
  }

  #nextRevision(): number {
    const revision = this.revision + 1;
    this.#counter.put('revision', revision);
    return revision;
  }

  #of(resource: Resource): ObjectCache {
    const objects = this.#objects.get(resource);
    if (objects === undefined)
      throw new ApiError('NotFound', 'the server could not find the requested resource');
    return objects;
  }
}

/** The collection that stores the objects of a resource. */
export function collectionOf(metadata: Metadata, { plural, group }: Resource): Collection<Stored> {
  return metadata.collection<Stored>(`kubernetes.${plural}.${group || 'core'}`);
}
