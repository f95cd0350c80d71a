// A data folder is used by one local AWS at a time.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { lockFolder } from './folder-lock.ts';

const module = new URL('./folder-lock.ts', import.meta.url).href;

describe('the lock of a data folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hawser-lock-'));
  after(() => rmSync(folder, { recursive: true }));

  /** The result in another process, which exits while it holds the lock. */
  const elsewhere = () => {
    const script = `import { lockFolder } from ${JSON.stringify(module)};
      process.stdout.write(typeof lockFolder(${JSON.stringify(folder)}));
      process.kill(process.pid, 'SIGKILL');`;
    const args = ['--input-type=module', '--eval', script];
    return spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout;
  };

  it('is held by one process, and free when that one releases it or dies', () => {
    assert.equal(elsewhere(), 'function');
    const release = lockFolder(folder);
    assert.ok(release);
    assert.equal(lockFolder(folder), undefined);
    assert.equal(elsewhere(), 'undefined');
    release();
    release();
    assert.equal(elsewhere(), 'function');
  });

  it('needs a writable folder', () => {
    assert.throws(() => lockFolder(join(folder, 'nowhere')), { code: 'UNUSABLE' });
  });
});
