import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { digestOf } from '../../oci/digest.ts';
import { addressOf } from './address.ts';
import { parseRange } from './range.ts';
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

describe('the registry that a request is for', () => {
  const fallback = { registryId: '000000000000', region: 'us-east-1' };
  const host = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';
  const none = new URLSearchParams();
  const there = { registryId: '111122223333', region: 'eu-west-1' };

  it('is named by Host, by ns, by the path, or is the default one: all four are equal', () => {
    const path = 'team/app/manifests/v1';
    assert.deepEqual(addressOf(host, `/v2/${path}`, none, fallback), {
      ...there,
      path,
      prefix: '/v2/',
    });
    assert.deepEqual(
      addressOf('127.0.0.1:4566', `/v2/${path}`, new URLSearchParams({ ns: host }), fallback),
      {
        ...there,
        path,
        prefix: '/v2/',
      },
    );
    assert.deepEqual(addressOf('localhost:4566', `/v2/${host}/${path}`, none, fallback), {
      ...there,
      path,
      prefix: `/v2/${host}/`,
    });
    assert.deepEqual(addressOf('localhost:4566', `/v2/${path}`, none, fallback), {
      ...fallback,
      path,
      prefix: '/v2/',
    });
  });

  it('is found under every suffix of ECR and under .localhost, with a port or without', () => {
    for (const name of [
      '111122223333.dkr.ecr.eu-west-1.localhost:4566',
      '111122223333.dkr.ecr-fips.eu-west-1.amazonaws.com',
      '111122223333.dkr-ecr.eu-west-1.on.aws',
    ]) {
      const found = addressOf(name, '/v2/', none, fallback);
      assert.equal(found?.registryId, '111122223333', name);
    }
  });

  it('is not the default one when a host is malformed, wherever it stands', () => {
    for (const name of [
      '12345.dkr.ecr.us-east-1.amazonaws.com',
      '1111-2222-3333.dkr.ecr.us-east-1.amazonaws.com',
      '.dkr.ecr.us-east-1.amazonaws.com',
      '111122223333.dkr.ecr.useast1.amazonaws.com',
      '111122223333.dkr.ecr.us-east-1a.amazonaws.com',
      '111122223333.dkr.ecr.amazonaws.com',
      '111122223333.dkr.ecr.us-east-1.amazonaws.org:443',
    ]) {
      const refused = { status: 400, code: 'NAME_INVALID' };
      const ns = new URLSearchParams({ ns: name });
      assert.throws(() => addressOf(name, '/v2/', none, fallback), refused, name);
      assert.throws(() => addressOf('127.0.0.1', '/v2/', ns, fallback), refused, name);
      assert.throws(() => addressOf('x', `/v2/${name}/app`, none, fallback), refused, name);
    }
  });

  it('is none when a mirror asks for a registry that is not ECR', () => {
    assert.equal(
      addressOf(
        '127.0.0.1',
        '/v2/library/busybox/manifests/latest',
        new URLSearchParams('ns=docker.io'),
        fallback,
      ),
      undefined,
    );
  });
});

describe('a Range header', () => {
  const rows: [header: string | undefined, size: number, range: unknown][] = [
    [undefined, 10, undefined],
    ['bytes=2-5', 10, { start: 2, end: 5 }],
    ['bytes=2-', 10, { start: 2, end: 9 }],
    ['bytes=-3', 10, { start: 7, end: 9 }],
    ['bytes=-30', 10, { start: 0, end: 9 }],
    ['bytes=5-50', 10, { start: 5, end: 9 }],
    ['bytes=10-', 10, 'unsatisfiable'],
    ['bytes=5-2', 10, 'unsatisfiable'],
    ['bytes=-0', 10, 'unsatisfiable'],
    ['bytes=0-0', 0, 'unsatisfiable'],
    ['bytes=1-2,4-5', 10, undefined],
    ['lines=1-2', 10, undefined],
  ];
  for (const [header, size, range] of rows) {
    it(`${header ?? '(none)'} of ${size} bytes`, () =>
      assert.deepEqual(parseRange(header, size), range));
  }
});
