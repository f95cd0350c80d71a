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

/** Changes documents and remembers how they were. */
export class Changes {
  readonly before: Before[] = [];
  readonly #metadata: Metadata;

  constructor(metadata: Metadata) {
    this.#metadata = metadata;
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
export function undo(metadata: Metadata, before: readonly Before[]): void {
  for (const { collection, key, document } of [...before].reverse()) {
    const documents = metadata.collection<unknown>(collection);
    if (document === undefined) documents.delete(key);
    else documents.put(key, document);
  }
}
