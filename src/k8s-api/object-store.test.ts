import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { openSqlite } from '../storage/sqlite.ts';
import { bootstrap } from './bootstrap.ts';
import { type Change, ObjectStore } from './object-store.ts';
import { resources } from './resources.ts';

const { configmaps, deployments } = resources;
const map = (name: string, data: Record<string, string> = {}) => ({
  metadata: { name, namespace: 'default' },
  data,
});

describe('ObjectStore', () => {
  let store: ObjectStore;
  beforeEach(() => {
    store = new ObjectStore(openSqlite(':memory:'), { now: () => Date.UTC(2026, 0, 1) });
    bootstrap(store);
  });

  it('sets uid, resource version, creation time and kind of a new object', () => {
    const created = store.create(configmaps, map('a'));
    assert.match(created.metadata.uid ?? '', /^[0-9a-f-]{36}$/);
    assert.equal(created.metadata.creationTimestamp, '2026-01-01T00:00:00Z');
    assert.deepEqual([created.apiVersion, created.kind], ['v1', 'ConfigMap']);
    assert.equal(created.metadata.resourceVersion, String(store.revision));
  });

  it('completes a generated name', () => {
    const { metadata } = store.create(configmaps, {
      metadata: { name: '', generateName: 'a-', namespace: 'default' },
    });
    assert.match(metadata.name, /^a-[a-z0-9]{5}$/);
  });

  it('refuses a name that exists and an old resource version', () => {
    const first = store.create(configmaps, map('a'));
    assert.throws(() => store.create(configmaps, map('a')), { reason: 'AlreadyExists' });
    store.update(configmaps, { ...first, data: { x: '1' } } as never);
    assert.throws(() => store.update(configmaps, { ...first, data: { x: '2' } } as never), {
      reason: 'Conflict',
      message: /^Operation cannot be fulfilled on configmaps "a": the object has been modified/,
    });
    assert.throws(() => store.get(configmaps, 'default', 'b'), {
      message: 'configmaps "b" not found',
    });
  });

  it('increments the generation when the spec changes, and writes nothing if nothing changes', () => {
    const object = { metadata: { name: 'a', namespace: 'default' }, spec: { replicas: 1 } };
    const first = store.create(deployments, object);
    const same = store.update(deployments, structuredClone(first));
    assert.equal(same.metadata.resourceVersion, first.metadata.resourceVersion);
    const status = store.update(deployments, { ...first, status: { replicas: 1 } } as never);
    assert.equal(status.metadata.generation, 1);
    const spec = store.update(deployments, { ...status, spec: { replicas: 2 } } as never);
    assert.equal(spec.metadata.generation, 2);
  });

  it('sends watchers all events after a resource version in order, including past ones', async () => {
    const from = store.revision;
    const created = store.create(configmaps, map('a'));
    store.modify(configmaps, created, (copy) => {
      copy.data = { x: '1' };
    });
    await store.durable();
    const seen: Change[] = [];
    const stop = store.watch(from, (change) => seen.push(change));
    store.remove(configmaps, created);
    await store.durable();
    await Promise.resolve();
    stop();
    assert.deepEqual(
      seen.map(({ type }) => type),
      ['ADDED', 'MODIFIED', 'DELETED'],
    );
    assert.ok(
      seen.every(({ revision }, at) => at === 0 || revision > (seen[at - 1]?.revision ?? 0)),
    );
  });

  it('validates a dry run and stores nothing', () => {
    store.create(configmaps, map('a'), true);
    assert.equal(store.find(configmaps, 'default', 'a'), undefined);
  });

  it('refuses to watch from a resource version that has expired', () => {
    assert.throws(() => store.watch(0, () => {}), { reason: 'Expired' });
  });

  it('keeps a limited number of bytes of past events, and refuses to watch from an earlier resource version', async () => {
    const from = store.revision;
    const object = store.create(configmaps, map('large'));
    for (let at = 0; at < 40; at++) {
      store.modify(configmaps, object, (copy) => {
        copy.data = { text: `${at}`.padEnd(1_000_000, 'x') };
      });
    }
    await store.durable();
    await Promise.resolve();
    assert.throws(() => store.watch(from, () => {}), { reason: 'Expired', code: 410 });
    const seen: Change[] = [];
    store.watch(store.revision - 5, (change) => seen.push(change))();
    assert.equal(seen.length, 5);
  });
});
