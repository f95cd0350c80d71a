// Tokens cached on a node: one call for many images, and no access for other users.
import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { Answering } from '../../../test/support/answering.ts';
import { host, keys, request, runIn, withAws } from '../../../test/support/provider-run.ts';
import type { ProviderProcess } from './main.ts';

const folder = mkdtempSync(join(tmpdir(), 'hawser-provider-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const run = (input: string, options: Partial<ProviderProcess> = {}) =>
  runIn(folder, input, options);

describe('the token cache of a node', () => {
  const cached = async (aws: Answering, cacheFolder: string, more: object = {}) => {
    const environment = { ...keys, AWS_ENDPOINT_URL: aws.endpoint, ...more };
    const result = await run(request(), { environment, cacheFolder });
    const auth = result.stdout && JSON.parse(result.stdout).auth[host].password;
    return { ...result, password: auth as string };
  };

  it('makes one call for twenty images that are requested at once', () =>
    withAws(async (aws) => {
      const cache = join(folder, 'cold');
      const all = await Promise.all(Array.from({ length: 20 }, () => cached(aws, cache)));
      assert.deepEqual([...new Set(all.map(({ password }) => password))], ['pass1']);
      assert.equal(aws.asked.length, 1);
    }));

  it("keeps each identity's tokens apart", () =>
    withAws(async (aws) => {
      const cache = join(folder, 'identities');
      await cached(aws, cache);
      const other = await cached(aws, cache, { AWS_SECRET_ACCESS_KEY: 'other' });
      assert.equal(other.password, 'pass2');
      assert.equal((await cached(aws, cache)).password, 'pass1');
    }));

  it('is readable by its user only, and contains no token in plain text', () =>
    withAws(async (aws) => {
      const cache = join(folder, 'modes');
      await cached(aws, cache);
      assert.equal(statSync(cache).mode & 0o777, 0o700);
      for (const name of readdirSync(cache)) {
        assert.equal(statSync(join(cache, name)).mode & 0o777, 0o600);
        assert.doesNotMatch(readFileSync(join(cache, name), 'latin1'), /pass1|test-secret/);
      }
    }));

  it('rejects what was tampered with', () =>
    withAws(async (aws) => {
      const cache = join(folder, 'tampered');
      await cached(aws, cache);
      const [name = ''] = readdirSync(cache).filter((one) => one.endsWith('.token'));
      const text = readFileSync(join(cache, name), 'utf8');
      writeFileSync(join(cache, name), `${text.slice(0, -6)}AAAA=\n`);
      assert.equal((await cached(aws, cache)).password, 'pass2');
    }));

  for (const [what, prepare] of [
    ['that is a file', (path: string) => writeFileSync(path, '')],
    ['that others may write to', (path: string) => mkdirSync(path, { mode: 0o777 })],
  ] as const) {
    it(`costs a call and a line on stderr in a folder ${what}`, () =>
      withAws(async (aws) => {
        const cache = join(folder, what.replaceAll(' ', '-'));
        const before = process.umask(0);
        prepare(cache);
        process.umask(before);
        const result = await cached(aws, cache);
        assert.equal(result.password, 'pass1');
        assert.match(result.stderr, /^HW0563 credential-provider: the token cache in [^\n]+\n$/);
      }));
  }
});
