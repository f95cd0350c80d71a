// How long a token is cached, on a clock that the test moves.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { CallError } from '../../aws/client/errors.ts';
import { CredentialError } from '../errors.ts';
import type { Token } from '../token.ts';
import { forgetTokens, registriesKept, TokenCache } from './token-cache.ts';

const hour = 3_600_000;
const start = Date.parse('2026-01-01T00:00:00Z');
const key = { registry: 'registry', identity: 'identity' };

describe('a cached token', () => {
  let folder: string;
  let now: number;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hawser-cache-'));
    now = start;
    mock.method(Date, 'now', () => now);
  });
  afterEach(() => {
    mock.restoreAll();
    rmSync(folder, { recursive: true });
  });

  const cache = () =>
    new TokenCache(folder, { signal: new AbortController().signal, warn: () => assert.fail() });
  const made =
    (password: string, life: number | undefined = 12 * hour) =>
    async (): Promise<Token> => ({
      username: 'AWS',
      password,
      expiresAt: life === undefined ? undefined : now + life,
      obtainedAt: now,
    });
  const failing = (kind: CredentialError['kind']) => async (): Promise<Token> => {
    throw new CredentialError(kind, '');
  };
  const password = async (ask: () => Promise<Token>) => (await cache().get(key, ask)).password;

  it('is returned for half of its life', async () => {
    assert.equal(await password(made('first')), 'first');
    now = start + 6 * hour - 1;
    assert.equal(await password(made('second')), 'first');
    now = start + 6 * hour;
    assert.equal(await password(made('second')), 'second');
  });

  it('reports how much of its life is left', async () => {
    await password(made('first'));
    now = start + 4 * hour;
    const { expiresAt, obtainedAt } = await cache().get(key, assert.fail);
    assert.equal((expiresAt ?? 0) - obtainedAt, 8 * hour);
  });

  for (const kind of ['throttled', 'unreachable', 'tooSlow'] as const) {
    it(`is used while ECR is ${kind}, but not after it expires`, async () => {
      await password(made('first'));
      now = start + 11 * hour;
      assert.equal(await password(failing(kind)), 'first');
      now = start + 12 * hour - 60_000;
      await assert.rejects(password(failing(kind)), { kind });
    });
  }

  it('is used while ECR itself fails', async () => {
    await password(made('first'));
    now = start + 11 * hour;
    const outage = new CallError('SERVICE', 'HTTP 503', { awsCode: 'HTTP 503' });
    assert.equal(await password(() => Promise.reject(outage)), 'first');
  });

  it('is not used after a refusal', async () => {
    await password(made('first'));
    now = start + 7 * hour;
    await assert.rejects(password(failing('denied')), { kind: 'denied' });
  });

  it('is not used when the clock was moved back', async () => {
    await password(made('first'));
    now = start - hour;
    assert.equal(await password(made('second')), 'second');
  });

  for (const life of [undefined, -hour, 1_000]) {
    it(`is not used with ${life} ms to live`, async () => {
      const token = made('first', life);
      const endless = async () => ({
        ...(await token()),
        ...(life ? {} : { expiresAt: undefined }),
      });
      await password(endless);
      assert.equal(await password(made('second')), 'second');
    });
  }

  it('is renewed when the process that was renewing it has died', async () => {
    await password(made('first'));
    const [name = ''] = readdirSync(folder).filter((one) => one.endsWith('.token'));
    now = start + 7 * hour;
    writeFileSync(join(folder, `${name}.lock`), '999999999');
    assert.equal(await password(made('second')), 'second');
  });

  it('is listed and removed by registry', async () => {
    await password(made('first'));
    assert.deepEqual(await registriesKept(folder), ['registry']);
    await forgetTokens(folder, 'registry');
    assert.deepEqual(await registriesKept(folder), []);
  });
});
