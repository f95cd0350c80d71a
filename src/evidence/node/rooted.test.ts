import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Rooted } from './rooted.ts';

describe('a file system mounted elsewhere', () => {
  let folder = '';
  let rooted: Rooted;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'hawser-rooted-'));
    mkdirSync(join(folder, 'root/etc'), { recursive: true });
    writeFileSync(join(folder, 'outside'), 'outside');
    writeFileSync(join(folder, 'root/etc/inside'), 'inside');
    symlinkSync('/etc/inside', join(folder, 'root/etc/absolute'));
    symlinkSync('../../../../outside', join(folder, 'root/etc/escaping'));
    symlinkSync('loop', join(folder, 'root/etc/loop'));
    symlinkSync('/etc', join(folder, 'root/alias'));
    rooted = new Rooted(`${folder}/root/`);
  });
  after(() => rmSync(folder, { recursive: true }));

  it('is read through links that begin at its root', async () => {
    assert.equal(await rooted.read('/etc/absolute'), 'inside');
    assert.equal(await rooted.read('/alias/absolute'), 'inside');
  });

  it('is never left, by links or by dots', async () => {
    await assert.rejects(rooted.read('/etc/escaping'), { code: 'ENOENT' });
    await assert.rejects(rooted.read('/etc/../../outside'), { code: 'ENOENT' });
  });

  it('refuses a link to itself', () => assert.rejects(rooted.read('/etc/loop'), { code: 'ELOOP' }));

  it('says paths as they are on the node', () =>
    assert.equal(rooted.asOnNode(`no ${folder}/root/etc/x`), 'no /etc/x'));
});
