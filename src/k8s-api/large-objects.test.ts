import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { MovableClock } from '../clock/clock.ts';
import { openSqlite } from '../storage/sqlite.ts';
import { bootstrap } from './bootstrap.ts';
import { ObjectStore } from './object-store.ts';
import { createObject, patchObject, replaceObject } from './operations.ts';
import type { ResourceRequest } from './request.ts';
import { resources } from './resources.ts';
import { isSame } from './revisions.ts';

const { configmaps } = resources;
const request: ResourceRequest = {
  method: 'PUT',
  resource: configmaps,
  namespace: 'default',
  name: 'm',
  subresource: '',
  rest: '',
  query: new URLSearchParams(),
  accept: '',
  userAgent: 'test',
};
const map = (text: string, name = 'm') => ({ metadata: { name }, data: { text } });
const tooLarge = { reason: 'RequestEntityTooLarge', code: 413, message: /limit is 1572864/ };

describe('large objects', () => {
  let store: ObjectStore;
  beforeEach(() => {
    store = new ObjectStore(openSqlite(':memory:'), new MovableClock());
    bootstrap(store);
  });

  it('are accepted up to 1.5 MiB of JSON, however they are written', () => {
    createObject(store, request, map('x'.repeat(1_500_000)));
    const more = 'x'.repeat(1_600_000);
    assert.throws(() => createObject(store, request, map(more, 'n')), tooLarge);
    assert.throws(() => replaceObject(store, request, map(more)), tooLarge);
    const value = { data: { more: 'x'.repeat(100_000) } };
    const merge = { type: 'application/merge-patch+json', text: '', value } as const;
    assert.throws(() => patchObject(store, request, merge), tooLarge);
  });

  it('are measured with the escapes of JSON', () => {
    createObject(store, request, map('\u0001'.repeat(200_000)));
    assert.throws(() => createObject(store, request, map('\u0001'.repeat(300_000), 'n')), tooLarge);
  });

  it('are limited in total, until some are deleted', () => {
    const text = 'x'.repeat(64 * 1024 * 1024);
    const create = (name: string) =>
      store.create(configmaps, { ...map(text, name), metadata: { name, namespace: 'default' } });
    for (let at = 0; at < 7; at++) create(`m${at}`);
    assert.throws(() => create('one-too-many'), {
      reason: 'InternalError',
      message: /^etcdserver: mvcc: database space exceeded/,
    });
    store.remove(configmaps, store.get(configmaps, 'default', 'm0'));
    create('one-more');
  });

  it('are not copied when something else in them changes', () => {
    createObject(store, request, map('x'.repeat(1_000_000)));
    const before = store.get(configmaps, 'default', 'm');
    const after = store.modify(configmaps, before, (copy) => {
      copy.metadata.labels = { a: 'b' };
    });
    assert.equal(after?.data, before.data);
    assert.equal(before.metadata.labels, undefined);
  });
});

describe('two values', () => {
  it('are equal whatever the order of their fields, and without what JSON omits', () => {
    assert.ok(isSame({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1, d: undefined }));
    for (const [a, b] of [
      [{ a: 1 }, { a: 2 }],
      [{ a: 1 }, { b: 1 }],
      [{ a: null }, {}],
      [
        [1, 2],
        [2, 1],
      ],
      [[], {}],
      ['1', 1],
    ]) {
      assert.equal(isSame(a, b), false, JSON.stringify([a, b]));
    }
  });
});
