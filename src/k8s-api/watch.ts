import type { ServerResponse } from 'node:http';
import { type EventLines, eventLine } from './event-lines.ts';
import type { Change, ObjectStore, Stored } from './object-store.ts';
import { flow } from './outflow.ts';
import type { Resource } from './resources.ts';
import type { Predicate } from './selectors.ts';
import { ApiError } from './status.ts';
import { turns } from './turns.ts';
import { WatchQueue } from './watch-queue.ts';
import { weightOf } from './weight.ts';

export interface WatchOptions {
  readonly resource: Resource;
  readonly namespace: string;
  readonly matches: Predicate;
  /** Revision after which to send events; undefined starts with the existing objects. */
  readonly after: number | undefined;
  readonly bookmarks: boolean;
  /** Milliseconds of real time after which the watch ends. */
  readonly timeout: number;
  /** Converts each object to the requested form, if it differs. */
  readonly render: ((object: Stored) => object) | undefined;
  /** Shared by all watches. */
  readonly lines: EventLines;
}

/** Milliseconds of real time between bookmarks. */
const bookmarkInterval = 30_000;

/** Cost of skipping an object that does not match, in bytes. */
const passingOver = 100;

/** Milliseconds that a client has to read the remaining data when its watch ends. */
const lastPatience = 5_000;

/**
 * Streams changes as lines of JSON until the client leaves or the time is up, no faster than the client reads. A watch
 * whose client falls far behind ends, as with the API server; the client starts a new one.
 * An object that begins or ceases to match the selectors is reported as added or deleted.
 */
export async function serveWatch(
  store: ObjectStore,
  response: ServerResponse,
  options: WatchOptions,
): Promise<void> {
  const { resource, namespace, matches, after, timeout } = options;
  const over = new AbortController();
  const queue = new WatchQueue(() => over.abort());
  // A revision that is too old is refused before the response headers are sent. Changes made while the existing
  // objects are sent follow after them.
  const present = after === undefined ? store.list(resource, namespace) : [];
  const stop = store.watch(after ?? store.revision, (change) => {
    if (change.resource !== resource) return;
    if (namespace !== '' && change.object.metadata.namespace !== namespace) return;
    const type = typeFor(change, matches);
    if (type !== undefined) queue.add({ type, object: change.object });
  });
  queue.limit();
  const timers = [setTimeout(() => over.abort(), timeout)];
  if (options.bookmarks) {
    timers.push(setInterval(() => queue.bookmark(bookmark(store, resource)), bookmarkInterval));
  }
  response.once('close', () => over.abort());
  try {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    if (response.destroyed) return;
    await tell(response, options, present, queue, over.signal);
  } finally {
    stop();
    for (const timer of timers) clearTimeout(timer);
    end(response);
  }
}

async function tell(
  response: ServerResponse,
  { matches, render, lines }: WatchOptions,
  present: readonly Stored[],
  queue: WatchQueue,
  over: AbortSignal,
): Promise<void> {
  const send = async (type: Change['type'], object: Stored): Promise<boolean> => {
    await turns.room(weightOf(object));
    const line = render === undefined ? lines.of(type, object) : eventLine(type, render(object));
    return flow(response, line, over);
  };
  for (const object of present) {
    if (!matches(object)) await turns.room(passingOver);
    else if (!(await send('ADDED', object))) return;
  }
  for await (const event of queue.events(over)) {
    const goesOn =
      event.type === 'BOOKMARK'
        ? await flow(response, eventLine(event.type, event.object), over)
        : await send(event.type, event.object);
    if (!goesOn) return;
  }
}

/** Revision of the latest change that was sent: a later one may not be on disk yet and is sent later. */
function bookmark({ told }: ObjectStore, { kind }: Resource): object {
  const metadata = { resourceVersion: String(told), creationTimestamp: null };
  return { kind, apiVersion: 'v1', metadata };
}

function end(response: ServerResponse): void {
  const timer = setTimeout(() => response.destroy(), lastPatience).unref();
  response.once('close', () => clearTimeout(timer));
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

/** @throws ApiError BadRequest */
export function parseRevision(text: string | null): number | undefined {
  if (text === null || text === '' || text === '0') return undefined;
  const revision = Number(text);
  if (Number.isSafeInteger(revision) && revision >= 0) return revision;
  throw new ApiError('BadRequest', `invalid resource version ${JSON.stringify(text)}`);
}
