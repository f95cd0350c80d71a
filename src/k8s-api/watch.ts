import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Change, ObjectStore, Stored } from './object-store.ts';
import type { Resource } from './resources.ts';
import type { Predicate } from './selectors.ts';
import { ApiError } from './status.ts';

export interface WatchOptions {
  readonly resource: Resource;
  readonly namespace: string;
  readonly matches: Predicate;
  /** Revision after which to report; undefined starts with what is there. */
  readonly after: number | undefined;
  readonly bookmarks: boolean;
  /** Milliseconds of real time after which the watch ends. */
  readonly timeout: number;
  /** Gives each object the form that was asked for. */
  readonly render: (object: Stored) => object;
}

/** Objects that are told in one turn of the event loop. */
const perTurn = 200;

/** Milliseconds of real time between bookmarks. */
const bookmarkInterval = 30_000;

/**
 * Streams changes as lines of JSON until the client leaves or the time is up.
 * An object that begins or ceases to match the selectors is told as added or deleted.
 */
export async function serveWatch(
  store: ObjectStore,
  response: ServerResponse,
  options: WatchOptions,
): Promise<void> {
  const { resource, namespace, matches, render } = options;
  const send = (type: string, object: object): void => {
    response.write(`${JSON.stringify({ type, object })}\n`);
  };
  const begin = (): void => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
  };
  const onChange = (change: Change): void => {
    if (change.resource !== resource) return;
    if (namespace !== '' && change.object.metadata.namespace !== namespace) return;
    const type = typeFor(change, matches);
    if (type !== undefined) send(type, render(change.object));
  };
  // A revision too long ago is refused before the head of the answer is sent; what changes while the
  // objects that are there are sent comes after them.
  const present = options.after === undefined ? store.list(resource, namespace) : [];
  const waiting: Change[] = [];
  let started = false;
  const stop = store.watch(options.after ?? store.revision, (change) => {
    if (started) onChange(change);
    else waiting.push(change);
  });
  begin();
  for (const [at, object] of present.entries()) {
    if (matches(object)) send('ADDED', render(object));
    if (at % perTurn === perTurn - 1) await nextTurn();
  }
  started = true;
  waiting.forEach(onChange);
  const bookmark = (): void => {
    const metadata = { resourceVersion: String(store.revision), creationTimestamp: null };
    send('BOOKMARK', { kind: resource.kind, apiVersion: 'v1', metadata });
  };
  const timer = options.bookmarks ? setInterval(bookmark, bookmarkInterval) : undefined;
  await untilClosed(response, options.timeout);
  clearInterval(timer);
  stop();
  response.end();
}

function typeFor({ type, object, before }: Change, matches: Predicate): Change['type'] | undefined {
  const now = matches(object);
  if (type === 'ADDED') return now ? 'ADDED' : undefined;
  const then = before !== undefined && matches(before);
  if (type === 'DELETED') return then || now ? 'DELETED' : undefined;
  if (now) return then ? 'MODIFIED' : 'ADDED';
  return then ? 'DELETED' : undefined;
}

function untilClosed(response: ServerResponse, timeout: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, timeout);
    response.on('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** @throws ApiError BadRequest */
export function parseRevision(text: string | null): number | undefined {
  if (text === null || text === '' || text === '0') return undefined;
  const revision = Number(text);
  if (Number.isSafeInteger(revision) && revision >= 0) return revision;
  throw new ApiError('BadRequest', `invalid resource version ${JSON.stringify(text)}`);
}
