import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { MovableClock } from '../clock/clock.ts';
import { openSqlite } from '../storage/sqlite.ts';
import { bootstrap } from './bootstrap.ts';
import { ObjectStore, type Stored } from './object-store.ts';
import { createObject, patchObject, replaceObject } from './operations.ts';
import type { ResourceRequest } from './request.ts';
import { resources } from './resources.ts';

const container = { name: 'c', image: 'app' };
const body = {
  metadata: { name: 'd' },
  spec: {
    replicas: 0,
    selector: { matchLabels: { a: 'b' } },
    template: { metadata: { labels: { a: 'b' } }, spec: { containers: [container] } },
  },
};

const request = (query = ''): ResourceRequest => ({
  method: 'PUT',
  resource: resources.deployments,
  namespace: 'default',
  name: 'd',
  subresource: '',
  rest: '',
  query: new URLSearchParams(query),
  accept: '',
  userAgent: 'test',
});

describe('kind and version of an object', () => {
  let store: ObjectStore;
  beforeEach(() => {
    store = new ObjectStore(openSqlite(':memory:'), new MovableClock());
    bootstrap(store);
  });
  const typeOf = ({ kind, apiVersion } = store.get(resources.deployments, 'default', 'd')) => [
    kind,
    apiVersion,
  ];
  const whole = ['Deployment', 'apps/v1'];

  it('default to those of the path when the body of a create or replace omits them', () => {
    const created = createObject(store, request(), body).body as Stored;
    assert.deepEqual([typeOf(created), typeOf()], [whole, whole]);
    const replaced = replaceObject(store, request(), { ...body, kind: '', apiVersion: null });
    assert.deepEqual([typeOf(replaced.body as Stored), typeOf()], [whole, whole]);
  });

  it('are kept when a patch removes them or an apply omits them', () => {
    const apply = { type: 'application/apply-patch+yaml', text: '', value: body } as const;
    patchObject(store, request('fieldManager=a'), apply);
    assert.deepEqual(typeOf(), whole);
    const value = { kind: null, apiVersion: null };
    patchObject(store, request(), { type: 'application/merge-patch+json', text: '', value });
    assert.deepEqual(typeOf(), whole);
  });

  it('are refused if they belong to another resource', () => {
    assert.throws(() => createObject(store, request(), { ...body, kind: 'ReplicaSet' }), {
      code: 400,
      message: /^ReplicaSet in version undefined cannot be handled as a Deployment$/,
    });
    createObject(store, request(), body);
    for (const apiVersion of ['v1', 'apps/v1beta1', 5]) {
      assert.throws(() => replaceObject(store, request(), { ...body, apiVersion }), {
        code: 400,
        message: `the API version in the data (${apiVersion}) does not match the expected API version (apps/v1)`,
      });
    }
  });
});
