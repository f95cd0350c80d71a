import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lookup } from './keyring.ts';
import { readPullSecret } from './pull-secrets.ts';

const entry = (username: string) => ({ username, password: 'p' });
const names = (image: string, ...maps: Record<string, string>[]) =>
  lookup(
    image,
    maps.map((map) =>
      Object.fromEntries(Object.entries(map).map(([key, name]) => [key, entry(name)])),
    ),
  ).map(({ username }) => username);

describe('lookup', () => {
  const rows: [string, string, Record<string, string>, string[]][] = [
    ['a host', 'reg.io/app', { 'reg.io': 'a' }, ['a']],
    ['a host as Docker writes it', 'reg.io/app', { 'https://reg.io/v2/': 'a' }, ['a']],
    ['a path prefix', 'reg.io/team/app', { 'reg.io/team': 'a', 'reg.io/other': 'b' }, ['a']],
    ['the longest first', 'reg.io/team/app', { 'reg.io': 'a', 'reg.io/team': 'b' }, ['b', 'a']],
    ['the most specific first', 'x.reg.io/app', { '*.reg.io': 'a', 'x.reg.io': 'b' }, ['b', 'a']],
    ['nothing else', 'reg.io/app', { 'other.io': 'a' }, []],
    [
      'Docker Hub for a short name',
      'docker.io/library/app',
      { 'https://index.docker.io/v1/': 'a' },
      ['a'],
    ],
  ];
  for (const [what, image, map, expected] of rows) {
    it(`finds ${what}`, () => assert.deepEqual(names(image, map), expected));
  }

  it('puts pull secrets in the order in which the pod names them', () => {
    assert.deepEqual(names('reg.io/app', { 'reg.io': 'a' }, { 'reg.io': 'b' }), ['a', 'b']);
  });
});

describe('readPullSecret', () => {
  const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');
  const secret = (type: string, key: string, value: unknown) =>
    readPullSecret({ type, data: { [key]: base64(value) } });
  const config = (auth: object) =>
    secret('kubernetes.io/dockerconfigjson', '.dockerconfigjson', { auths: { 'reg.io': auth } });
  const read = { 'reg.io': { username: 'AWS', password: 'a:b' } };

  it('reads auth, and username with password', () => {
    assert.deepEqual(config({ auth: Buffer.from('AWS:a:b').toString('base64') }), read);
    assert.deepEqual(config({ username: 'AWS', password: 'a:b' }), read);
  });

  it('reads the older dockercfg', () => {
    const auths = { 'reg.io': { username: 'AWS', password: 'a:b' } };
    assert.deepEqual(secret('kubernetes.io/dockercfg', '.dockercfg', auths), read);
  });

  it('ignores other types and malformed secrets', () => {
    assert.equal(secret('Opaque', '.dockerconfigjson', { auths: {} }), undefined);
    assert.equal(secret('kubernetes.io/dockerconfigjson', 'x', { auths: {} }), undefined);
    assert.equal(config({ auth: Buffer.from('no colon').toString('base64') }), undefined);
  });
});
