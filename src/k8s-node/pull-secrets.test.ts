import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type AuthMap, lookup } from '../kubelet/keyring.ts';
import { PullSecrets } from './pull-secrets.ts';

const secretOf = (auths: object, resourceVersion: string) => ({
  metadata: { name: 'pull', uid: 'one', resourceVersion },
  type: 'kubernetes.io/dockerconfigjson',
  data: { '.dockerconfigjson': Buffer.from(JSON.stringify({ auths })).toString('base64') },
});

describe('parsed pull secrets of a node', () => {
  it('are parsed again when they change, and only then', async () => {
    const secrets = new PullSecrets();
    const auths = { 'a.example': { username: 'u', password: 'p' } };
    const first = await secrets.read(secretOf(auths, '1'));
    assert.deepEqual(first, auths);
    assert.equal(await secrets.read(secretOf({}, '1')), first);
    assert.deepEqual(await secrets.read(secretOf({}, '2')), {});
  });

  it('return for an image what the keyring finds in all of them', async () => {
    const location = fc.constantFrom(
      'a.example',
      '*.example',
      'https://a.example/v1/',
      'a.example/team',
      'a.example:443',
      'index.docker.io',
      'https://index.docker.io/v1/',
      'docker.io',
      'b.example',
    );
    const entry = fc.record({ username: fc.string(), password: fc.string() });
    const auths = fc.array(fc.dictionary(location, entry), { maxLength: 4 });
    const image = fc.constantFrom(
      'a.example/team/app',
      'b.example/app',
      'library/app',
      'docker.io/x/y',
    );
    const secrets = new PullSecrets();
    await fc.assert(
      fc.asyncProperty(auths, image, async (maps: AuthMap[], name) => {
        assert.deepEqual(await secrets.lookup(name, maps), lookup(name, maps));
      }),
    );
  });

  it('are each searched in a turn of their own', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 2_000 }, (_, index) => [
        `*.${index}.example`,
        { username: 'u', password: 'p' },
      ]),
    );
    const maps = Array.from({ length: 5 }, () => ({ ...many }));
    let turns = 0;
    let isDone = false;
    const look = (): void => {
      turns++;
      if (!isDone) setImmediate(look);
    };
    setImmediate(look);
    await new PullSecrets().lookup('a.example/app', maps);
    isDone = true;
    assert.ok(turns >= 5, `${turns} turns`);
  });
});
