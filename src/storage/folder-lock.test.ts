// One data folder, one local AWS.
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

  /** What another process gets; it dies holding it. */
  const elsewhere = () => {
    const script = `import { lockFolder } from ${JSON.stringify(module)};
      process.stdout.write(typeof lockFolder(${JSON.stringify(folder)}));
      process.kill(process.pid, 'SIGKILL');`;
    const args = ['--input-type=module', '--eval', script];
    return spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout;
  };

  it('is held by one process, and free when that one gives it back or dies', () => {
    assert.equal(elsewhere(), 'function');
    const release = lockFolder(folder);
    assert.ok(release);
    assert.equal(lockFolder(folder), undefined);
    assert.equal(elsewhere(), 'undefined');
    release();
    release();
    assert.equal(elsewhere(), 'function');
  });

  it('needs a folder that can be written to', () => {
    assert.throws(() => lockFolder(join(folder, 'nowhere')), { code: 'UNUSABLE' });
  });
});
