import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { digestOf } from '../oci/digest.ts';
import { routeOf } from './route.ts';

const digest = digestOf('content');

describe('the routes below /v2/', () => {
  const id = '6f2a0f4c-95d9-4b6a-8a52-0b8f2f7c3c11';
  const rows: [path: string, route: object | undefined][] = [
    ['', { kind: 'base' }],
    ['_catalog', { kind: 'catalog' }],
    ['a/b/manifests/v1', { kind: 'manifest', name: 'a/b', reference: 'v1' }],
    [`a/manifests/${digest}`, { kind: 'manifest', name: 'a', reference: digest }],
    [
      `a/manifests/${encodeURIComponent(digest)}`,
      { kind: 'manifest', name: 'a', reference: digest },
    ],
    [`a/blobs/${digest}`, { kind: 'blob', name: 'a', digest }],
    ['a/blobs/uploads/', { kind: 'uploads', name: 'a' }],
    ['a/blobs/uploads', { kind: 'uploads', name: 'a' }],
    [`a/blobs/uploads/${id}`, { kind: 'upload', name: 'a', id }],
    ['a/tags/list', { kind: 'tags', name: 'a' }],
    [`a/referrers/${digest}`, { kind: 'referrers', name: 'a', digest }],
    ['manifests/manifests/v1', { kind: 'manifest', name: 'manifests', reference: 'v1' }],
    ['a/blobs/sha256:short', { invalid: 'digest' }],
    ['a/manifests/sha256:short', { invalid: 'digest' }],
    ['a/manifests/-tag', { invalid: 'tag' }],
    ['A/manifests/v1', { invalid: 'name' }],
    ['a/../b/manifests/v1', { invalid: 'name' }],
    [`${'a'.repeat(257)}/tags/list`, { invalid: 'name' }],
    ['a/blobs/uploads/../../etc', undefined],
    ['a/nothing/here', undefined],
    ['a', undefined],
  ];
  for (const [path, route] of rows) {
    it(`${path.slice(0, 60) || '(empty)'} is ${JSON.stringify(route) ?? 'none'}`, () => {
      assert.deepEqual(routeOf(path), route);
    });
  }

  it('never name anything outside a repository', () => {
    fc.assert(
      fc.property(fc.string(), (path) => {
        const route = routeOf(path);
        if (route === undefined || 'invalid' in route || !('name' in route)) return;
        assert.ok(!route.name.split('/').includes('..'));
        assert.ok(!route.name.startsWith('/'));
      }),
      { numRuns: 2_000 },
    );
  });
});
