// The stored failures: readable after any crash, and not reported once they are over.
import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { stateFolder } from './places.ts';
import { type FailureRecord, isFailure, parseRing } from './record.ts';
import { keepRecord, keepRecovery, readRing, ringFile } from './ring.ts';

const folder = mkdtempSync(join(tmpdir(), 'hawser-ring-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const failure: FailureRecord = {
  at: '2026-01-01T00:00:00.000Z',
  program: 'credential-provider',
  wanted: '111122223333.dkr.ecr.us-west-2.amazonaws.com/app',
  code: 'HW0555',
  link: 'iam-policy',
  message: 'denied',
  fix: 'allow it',
};
const about = { program: failure.program, wanted: failure.wanted.replace('/app', '/other') };

describe('the ring of failures', () => {
  it('records once that a registry works again, and nothing where none had failed', async () => {
    const ring = join(folder, 'recovery');
    await keepRecovery(ring, about);
    assert.deepEqual(await readRing(ring), []);
    await keepRecord(ring, failure);
    await keepRecovery(ring, { ...about, wanted: 'public.ecr.aws/x/y' });
    await keepRecovery(ring, { ...about, serviceAccount: 'shop/cart' });
    assert.equal((await readRing(ring)).length, 1);
    await keepRecovery(ring, about);
    await keepRecovery(ring, about);
    assert.deepEqual((await readRing(ring)).map(isFailure), [true, false]);
  });

  it('skips malformed records', async () => {
    const ring = join(folder, 'torn');
    await keepRecord(ring, failure);
    const good = JSON.stringify(failure);
    appendFileSync(
      join(ring, ringFile),
      `${good.slice(0, 30)}\n\nnull\n7\n[]\n{"at":"soon"}\n${good}\n`,
    );
    assert.deepEqual(await readRing(ring), [failure, failure]);
    assert.deepEqual(parseRing(good.replace('2026', 'year')), []);
    assert.deepEqual(
      parseRing(good.replace('{', '{"events":{"from":1,"written":1,"like":null},')),
      [],
    );
  });

  it('reports when it cannot store anything', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    assert.equal(await keepRecord(join(file, 'below'), failure), false);
    assert.equal(await keepRecord(join(folder, 'new', 'one'), failure), true);
  });

  it('is in the user’s folder, or with the machine’s logs if the kubelet has no user', () => {
    assert.equal(stateFolder({ HAWSER_STATE_DIR: '/s', HOME: '/home/a' }), '/s');
    assert.equal(stateFolder({ XDG_STATE_HOME: '/x', HOME: '/home/a' }), '/x/hawser');
    assert.equal(stateFolder({ HOME: '/home/a' }), '/home/a/.local/state/hawser');
    assert.equal(stateFolder({}), '/var/log/hawser');
  });
});
