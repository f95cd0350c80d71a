import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evictPod } from './eviction.ts';
import { userOf } from './identity.ts';
import type { ObjectStore } from './object-store.ts';
import type { ResourceRequest } from './request.ts';

describe('a user that a request is made as', () => {
  for (const name of ['', ', ', ', , ']) {
    it(`is not the administrator where the header has ${JSON.stringify(name)}`, () => {
      assert.throws(() => userOf({ 'impersonate-user': name }), /Impersonate-User names nobody/);
    });
  }

  it('is the administrator without the header, and whom it names otherwise', () => {
    assert.equal(userOf({}).username, 'hawser');
    assert.equal(userOf({ 'impersonate-user': 'jane' }).username, 'jane');
  });
});

describe('an eviction', () => {
  it('of another pod than that of the URL is refused', () => {
    const request = { name: 'web-1', namespace: 'shop' } as ResourceRequest;
    const body = { kind: 'Eviction', metadata: { name: 'web-2', namespace: 'shop' } };
    assert.throws(
      () => evictPod({} as ObjectStore, request, body),
      /name in URL does not match name in Eviction object/,
    );
  });
});
