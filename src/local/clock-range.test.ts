// Times that the movable clock can't have: refused before they are kept, and survived where they were.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { testOptions } from '../../test/support/options.ts';
import { openSqlite } from '../storage/sqlite.ts';
import { keptOffset } from './clock-range.ts';
import type { Setting } from './records/emulator.ts';
import { startLocal } from './up.ts';

const account = '111122223333';

describe('The clock', () => {
  const absurd = [
    { advance: '99999999999d' },
    { advance: `${'9'.repeat(400)}d` },
    { advance: '-99999999999d' },
    { advance: '70000d' },
    { set: '+275760-09-13T00:00:00Z' },
    { set: '-271821-04-20T00:00:00Z' },
    { set: '1969-12-31T23:59:59Z' },
    { set: '9999-12-31T23:59:59Z' },
  ];
  it('is not moved to a time that it can’t have, and says which it can', async () => {
    const { local } = await startLocal(testOptions(account), () => undefined);
    const post = (body: object) =>
      fetch(`${local.endpoint}/_hawser/clock`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    for (const body of absurd) {
      const answer = await post(body);
      const [field] = Object.keys(body);
      assert.equal(answer.status, 400, JSON.stringify(body));
      assert.match(
        await answer.text(),
        new RegExp(`\\\\"${field}\\\\".*2000-01-01 and 2200-01-01`),
      );
      assert.equal(local.core.state.settings.get('clock-offset'), undefined);
    }
    for (const set of ['2000-01-01T00:00:00Z', '2199-12-31T23:00:00Z']) {
      assert.equal((await post({ set })).status, 200, set);
      assert.equal((await post({ advance: '0.5ms' })).status, 200);
    }
    await local.close();
  });

  for (const value of ['1e300', 'NaN', '-1e17', 'x', '', '99999999999999']) {
    it(`sets aside an offset of ${JSON.stringify(value)} that was kept`, () => {
      const kept = new Map<string, Setting>([['clock-offset', { value }]]);
      const settings = {
        get: (key: string) => kept.get(key),
        put: (key: string, setting: Setting) => void kept.set(key, setting),
        delete: (key: string) => kept.delete(key),
      };
      const said: string[] = [];
      assert.equal(
        keptOffset(settings, Date.now(), (line) => void said.push(line)),
        0,
      );
      assert.deepEqual([...kept], [['clock-offset-set-aside', { value }]]);
      assert.match(said.join(), /it is ignored/);
    });
  }

  it('lets a folder with such an offset start', async () => {
    const data = await mkdtemp(join(tmpdir(), 'hawser-clock-'));
    const metadata = openSqlite(join(data, 'hawser.db'));
    metadata.collection<Setting>('settings').put('clock-offset', { value: '1e17' });
    await metadata.durable();
    await metadata.close();
    const { local } = await startLocal({ ...testOptions(account), data }, () => undefined);
    assert.ok(Math.abs(local.core.clock.now() - Date.now()) < 60_000);
    await local.close();
    await rm(data, { recursive: true, force: true });
  });
});
