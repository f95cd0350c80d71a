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
    const part = fc.constantFrom(
      'a',
      'b0',
      '..',
      '.',
      '',
      '/',
      '%2f',
      '..%2f',
      '%2e%2e',
      'a.b',
      '\\',
    );
    const end = fc.constantFrom(
      'manifests/v1',
      'tags/list',
      'blobs/uploads/',
      'referrers/sha256:x',
    );
    const paths = fc.tuple(fc.array(part, { minLength: 1, maxLength: 5 }), end);
    let named = 0;
    fc.assert(
      fc.property(paths, ([parts, rest]) => {
        const route = routeOf(`${parts.join('/')}/${rest}`);
        if (route === undefined || 'invalid' in route || !('name' in route)) return;
        named++;
        assert.match(route.name, /^[a-z0-9]+([./][a-z0-9]+)*$/);
      }),
      { numRuns: 2_000 },
    );
    assert.ok(named > 20, `${named} paths named a repository`);
  });
});
