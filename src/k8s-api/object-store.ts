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

/** An object as it is stored: any kind. */
export type Stored = KubernetesObject & Record<string, unknown>;

/** Something that happened to an object; `before` is what it was, for watches with selectors. */
export interface Change {
  readonly revision: number;
  readonly resource: Resource;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: Stored;
  readonly before?: Stored;
}

/** Bytes of all objects together. */
const mostBytes = 512 * 1024 * 1024;

/**
 * The objects of the cluster, with one counter of revisions over all of them, as etcd has it.
 * Reads and writes are synchronous; a change is told to watchers once it is durable.
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

  /** The revision of the latest write that watchers were told of. */
  get told(): number {
    return this.#told;
  }

  /** Goes on counting from a revision, after the metadata was cleared: watches must not see it fall. */
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

  /** Objects in order of namespace and name; of one namespace, or of all. */
  list(
    resource: Resource,
    namespace = '',
    page: { after?: string; limit?: number } = {},
  ): Stored[] {
    const prefix = resource.namespaced && namespace !== '' ? `${namespace}/` : '';
    return this.#of(resource).list(prefix, page.after, page.limit);
  }

  /**
   * Stores a new object, giving it uid, revision and creation time; `generateName` is completed.
   * @param dryRun goes through everything but the writing.
   * @throws ApiError AlreadyExists, or NotFound for a namespace that is not there.
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
   * Replaces an object. What is the server's own (uid, creation time, deletion) is kept; the generation
   * counts changes of the spec.
   * @throws ApiError NotFound, or Conflict when the object states a revision that is not the latest.
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
   * Changes an object as it is now, without a conflict.
   * @param change sets fields of the copy and of its metadata; what lies below them is shared with the object, and stays.
   * @returns undefined when the object is gone.
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

  /** Removes an object at once; one that is gone already is no error. */
  remove(resource: Resource, { metadata }: KubernetesObject, dryRun = false): void {
    const before = this.find(resource, metadata.namespace ?? '', metadata.name);
    if (before === undefined || dryRun) return;
    this.#of(resource).delete(keyOf(resource, metadata.namespace ?? '', metadata.name));
    const revision = this.#nextRevision();
    const object = stamped(before, revision);
    this.#announce({ revision, resource, type: 'DELETED', object, before });
  }

  /**
   * Follows what happens after a revision.
   * @returns a function that ends it.
   * @throws ApiError Expired when the revision is too long ago.
   */
  watch(after: number, onChange: (change: Change) => void): () => void {
    for (const change of this.#history.since(after)) onChange(change);
    const watcher = (change: Change) => {
      if (change.revision > after) onChange(change);
    };
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** A name that is free; after eight tries one that may be taken (apiserver: maxNameGenerationCreateAttempts). */
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

  /** Everything is in memory, so it has a bound as etcd's database has; what makes it no larger is taken all the same. */
  #requireRoom(object: Stored, before: Stored | undefined): void {
    const more = weightOf(object) - (before === undefined ? 0 : weightOf(before));
    if (more <= 0) return;
    const bytes = [...this.#objects.values()].reduce((sum, cache) => sum + cache.bytes, more);
    if (bytes <= mostBytes) return;
    const message = `etcdserver: mvcc: database space exceeded: the objects take more than ${mostBytes} bytes; delete some`;
    throw new ApiError('InternalError', message);
  }

  #announce(change: Change): void {
    // A store that fails tells the request that wrote; here there is only nobody to be told.
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

/** Where the objects of a resource are kept. */
export function collectionOf(metadata: Metadata, { plural, group }: Resource): Collection<Stored> {
  return metadata.collection<Stored>(`kubernetes.${plural}.${group || 'core'}`);
}
