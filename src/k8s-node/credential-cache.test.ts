import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type CacheKeyType, CredentialCache } from './credential-cache.ts';

const hour = 3_600_000;
const auth = { 'registry.io': { username: 'AWS', password: 'p' } };

describe('CredentialCache', () => {
  const cacheAt = (start: number) => {
    let now = start;
    const cache = new CredentialCache({ now: () => now });
    return {
      cache,
      pass: (ms: number) => {
        now += ms;
      },
    };
  };

  const found: [CacheKeyType, string, boolean][] = [
    ['Image', 'registry.io/app', true],
    ['Image', 'registry.io/other', false],
    ['Registry', 'registry.io/other', true],
    ['Registry', 'registry.io:5000/app', false],
    ['Registry', 'elsewhere.io/app', false],
    ['Global', 'elsewhere.io/app', true],
  ];
  for (const [type, image, hit] of found) {
    it(`cached by ${type} for registry.io/app, ${image} ${hit ? 'is' : 'is not'} a hit`, () => {
      const { cache } = cacheAt(0);
      cache.put(type, 'registry.io/app', auth, hour, 0);
      assert.equal(cache.get(image) === auth, hit);
    });
  }

  it('caches as long as the plugin returned, to the last millisecond', () => {
    const { cache, pass } = cacheAt(0);
    cache.put('Registry', 'registry.io/app', auth, 6 * hour, 12 * hour);
    pass(6 * hour);
    assert.equal(cache.get('registry.io/app'), auth);
    pass(1);
    assert.equal(cache.get('registry.io/app'), undefined);
  });

  it('uses the default when the plugin returned no duration, and caches nothing at 0', () => {
    const { cache, pass } = cacheAt(0);
    cache.put('Registry', 'a.io/app', auth, undefined, 12 * hour);
    cache.put('Registry', 'b.io/app', auth, 0, 12 * hour);
    cache.put('Registry', 'c.io/app', auth, undefined, 0);
    pass(12 * hour);
    assert.equal(cache.get('a.io/app'), auth);
    assert.equal(cache.get('b.io/app'), undefined);
    assert.equal(cache.get('c.io/app'), undefined);
  });

  it('never returns the credentials of one service account to another', () => {
    const { cache } = cacheAt(0);
    cache.put('Global', 'registry.io/app', auth, hour, 0, 'team-a/default');
    assert.equal(cache.get('registry.io/app', 'team-a/default'), auth);
    assert.equal(cache.get('registry.io/app', 'team-b/default'), undefined);
    assert.equal(cache.get('registry.io/app'), undefined);
  });

  it('is empty after a restart', () => {
    const { cache } = cacheAt(0);
    cache.put('Global', 'registry.io/app', auth, hour, 0);
    cache.clear();
    assert.equal(cache.get('registry.io/app'), undefined);
  });
});
