import type { Stored } from '../../k8s-api/object-store.ts';
import type { PodSpec } from '../../k8s-api/types.ts';
import type { Metadata } from '../../storage/metadata.ts';
import type { Core } from '../core/call.ts';
import { LocalError } from '../errors.ts';
import type { Before } from '../state.ts';

/** A way to break one link, so that what it looks like and what mends it can be tried. */
export interface Fault {
  /** Code of the cause that it brings about. */
  readonly cause: string;
  /** Names of the target's fields that it needs, such as `role` and `repository`. */
  readonly needs: readonly TargetField[];
  inject(changes: Changes, target: Target, core: Core): void;
}

export type TargetField = 'role' | 'repository' | 'tag' | 'node' | 'pod';

/**
 * What a fault is aimed at: `role` an ARN, `repository` as `account/region/name`, `tag` one of its tags,
 * `node` a name, `pod` as `namespace/name`.
 */
export type Target = Readonly<Record<TargetField, string>>;

/** The part of the cluster that faults change: through its API, so that everybody is told. */
export interface ClusterObjects {
  /** The object of that collection, such as `pods`. */
  find(kind: ClusterKind, key: string): Stored | undefined;
  /** Puts an object in the place of what is there; a pod or a Secret as a new one, for those hardly change. */
  put(kind: ClusterKind, key: string, object: Stored): void;
  remove(kind: ClusterKind, key: string): void;
}

export type ClusterKind =
  | 'pods'
  | 'secrets'
  | 'nodes'
  | 'serviceaccounts'
  | 'mutatingwebhookconfigurations'
  | 'validatingwebhookconfigurations';

/** Names the cluster's objects among what was changed. */
const clusterPrefix = 'cluster.';

/** Changes documents and remembers how they were. */
export class Changes {
  readonly before: Before[] = [];
  readonly #metadata: Metadata;
  readonly #cluster: ClusterObjects;

  constructor(metadata: Metadata, cluster: ClusterObjects) {
    this.#metadata = metadata;
    this.#cluster = cluster;
  }

  /** Replaces a pod by one with another spec. @throws LocalError `CANNOT_BREAK` when there is none. */
  changePod(key: string, to: (spec: PodSpec, pod: Stored) => void): void {
    this.changeObject('pods', key, (pod) => to(pod.spec as PodSpec, pod));
  }

  /** An object of the cluster. @throws LocalError `CANNOT_BREAK` when there is none. */
  find(kind: ClusterKind, key: string): Stored {
    const object = this.#cluster.find(kind, key);
    if (object !== undefined) return object;
    throw new LocalError('CANNOT_BREAK', `there is no ${kind.slice(0, -1)} ${key}`);
  }

  /** Changes an object of the cluster. @throws LocalError `CANNOT_BREAK` when there is none. */
  changeObject(kind: ClusterKind, key: string, to: (object: Stored) => void): void {
    const object = this.find(kind, key);
    this.#remember(`${clusterPrefix}${kind}`, key, object);
    const changed = structuredClone(object);
    to(changed);
    this.#cluster.put(kind, key, changed);
  }

  /** Sets labels, or annotations, of an object of the cluster. */
  mark(
    kind: ClusterKind,
    key: string,
    what: 'labels' | 'annotations',
    marks: Readonly<Record<string, string>>,
  ): void {
    this.changeObject(kind, key, ({ metadata }) => {
      Object.assign(metadata, { [what]: { ...metadata[what], ...marks } });
    });
  }

  /** Puts an object of the cluster that is in no namespace. */
  putObject(kind: ClusterKind, object: Stored): void {
    const { name } = object.metadata;
    this.#remember(`${clusterPrefix}${kind}`, name, this.#cluster.find(kind, name));
    this.#cluster.put(kind, name, object);
  }

  /** Puts a pull secret into a namespace. */
  putPullSecret(namespace: string, name: string, config: object): void {
    const key = `${namespace}/${name}`;
    this.#remember(`${clusterPrefix}secrets`, key, this.#cluster.find('secrets', key));
    const data = Buffer.from(JSON.stringify(config)).toString('base64');
    this.#cluster.put('secrets', key, {
      metadata: { name, namespace },
      type: 'kubernetes.io/dockerconfigjson',
      data: { '.dockerconfigjson': data },
    });
  }

  /**
   * Puts a changed document in the place of one.
   * @throws LocalError `CANNOT_BREAK` when there is none to change.
   */
  change<Document extends object>(
    collection: string,
    key: string,
    what: string,
    to: (document: Document) => Document,
  ): void {
    const documents = this.#metadata.collection<Document>(collection);
    const document = documents.get(key);
    if (document === undefined) throw new LocalError('CANNOT_BREAK', `there is no ${what}`);
    this.#remember(collection, key, document);
    documents.put(key, to(document));
  }

  put(collection: string, key: string, document: object): void {
    const documents = this.#metadata.collection<object>(collection);
    this.#remember(collection, key, documents.get(key));
    documents.put(key, document);
  }

  remove(collection: string, key: string): void {
    const documents = this.#metadata.collection<object>(collection);
    this.#remember(collection, key, documents.get(key));
    documents.delete(key);
  }

  #remember(collection: string, key: string, document: object | undefined): void {
    this.before.push({ collection, key, ...(document === undefined ? {} : { document }) });
  }
}

/** Puts every changed document back, the last change first. */
export function undo(metadata: Metadata, cluster: ClusterObjects, before: readonly Before[]): void {
  for (const { collection, key, document } of [...before].reverse()) {
    if (collection.startsWith(clusterPrefix)) {
      const kind = collection.slice(clusterPrefix.length) as ClusterKind;
      if (document === undefined) cluster.remove(kind, key);
      else cluster.put(kind, key, document as Stored);
      continue;
    }
    const documents = metadata.collection<unknown>(collection);
    if (document === undefined) documents.delete(key);
    else documents.put(key, document);
  }
}
