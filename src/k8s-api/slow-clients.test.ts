import assert from 'node:assert/strict';
import {
  createServer,
  get,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, it } from 'node:test';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import { MovableClock } from '../clock/clock.ts';
import { openSqlite } from '../storage/sqlite.ts';
import { bootstrap } from './bootstrap.ts';
import { EventLines } from './event-lines.ts';
import { ObjectStore } from './object-store.ts';
import { resources } from './resources.ts';
import { answer } from './respond.ts';
import { Turns } from './turns.ts';
import { serveWatch } from './watch.ts';

const { configmaps } = resources;
const megabyte = 'x'.repeat(1_000_000);
const large = (name: string, text = megabyte) => ({
  metadata: { name, namespace: 'default' },
  data: { text },
});

describe('responses to clients that read slowly', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  /** A response whose client has not started to read. */
  async function ask(work: (response: ServerResponse) => Promise<void>): Promise<IncomingMessage> {
    server = createServer((_request, response) => void work(response));
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return new Promise((resolve) => get({ port, host: '127.0.0.1' }, resolve));
  }

  function newStore(): ObjectStore {
    const store = new ObjectStore(openSqlite(':memory:'), new MovableClock());
    bootstrap(store);
    return store;
  }

  const watch = (store: ObjectStore, response: ServerResponse): Promise<void> =>
    serveWatch(store, response, {
      resource: configmaps,
      namespace: 'default',
      matches: () => true,
      after: store.revision,
      bookmarks: false,
      timeout: 60_000,
      render: undefined,
      lines: new EventLines(),
    });

  async function write(store: ObjectStore, times: number): Promise<void> {
    const object = store.create(configmaps, large('a', ''));
    for (let at = 1; at < times; at++) {
      store.modify(configmaps, object, (copy) => {
        copy.data = { text: `${at}${megabyte}` };
      });
      await store.durable();
      await wait(5);
    }
  }

  it('encode the items of a list as they are read', async () => {
    let made = 0;
    const objects = Array.from({ length: 50 }, (_, at) => large(`m${at}`));
    const entry = (object: object): object => {
      made++;
      return object;
    };
    const head = { kind: 'ConfigMapList' };
    const response = await ask((to) =>
      answer(to, { code: 200, body: { head, field: 'items', objects, entry } }),
    );
    await wait(200);
    assert.ok(made < 25, `${made} of 50 entries were made for a client that reads nothing`);
    const pieces: Buffer[] = [];
    for await (const piece of response as AsyncIterable<Buffer>) pieces.push(piece);
    assert.equal(JSON.parse(Buffer.concat(pieces).toString()).items.length, 50);
  });

  it('end a watch whose client falls far behind', async () => {
    const store = newStore();
    let ended = false;
    const response = await ask(async (to) => {
      await watch(store, to);
      ended = true;
    });
    await write(store, 40);
    await wait(50);
    assert.ok(ended);
    const names: string[] = [];
    response.on('error', () => undefined);
    for await (const piece of response as AsyncIterable<Buffer>) names.push(String(piece));
    assert.ok(names.join('').split('\n').length < 40);
  });

  it('continue a watch that is read', async () => {
    const store = newStore();
    const response = await ask((to) => watch(store, to));
    let lines = 0;
    response.on('data', (piece: Buffer) => {
      for (const byte of piece) if (byte === 10) lines++;
    });
    response.on('error', () => undefined);
    await write(store, 40);
    for (let tries = 0; lines < 40 && tries < 500; tries++) await wait(10);
    assert.equal(lines, 40);
  });
});

describe('turns of the event loop', () => {
  it('have a limited number of bytes each, granted in the order of the requests', async () => {
    const turns = new Turns();
    let passed = 0;
    const began: [string, number][] = [];
    const count = (async () => {
      for (; passed < 30; passed++) await nextTurn();
    })();
    const client = async (name: string): Promise<void> => {
      for (let at = 0; at < 4; at++) {
        await turns.room(1_000_000);
        began.push([name, passed]);
      }
    };
    await Promise.all([client('a'), client('b'), count]);
    assert.equal(began.map(([name]) => name).join(''), 'abababab');
    assert.ok(new Set(began.map(([, turn]) => turn)).size >= 7, JSON.stringify(began));
  });

  it('need no wait while there is room', () => {
    const turns = new Turns();
    assert.equal(turns.room(1_000), undefined);
    assert.equal(turns.room(1_000), undefined);
  });
});

describe('lines of watches', () => {
  it('are encoded once for all watches with the same content', () => {
    const lines = new EventLines();
    const object = large('a');
    const line = lines.of('ADDED', object);
    assert.equal(lines.of('ADDED', object), line);
    assert.equal(JSON.parse(String(lines.of('DELETED', object))).type, 'DELETED');
    for (let at = 0; at < 10; at++) lines.of('ADDED', large(`b${at}`));
    assert.notEqual(lines.of('ADDED', object), line);
  });
});
