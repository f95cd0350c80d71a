import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { allKnownCauses } from '../causes/known.ts';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));

function explain(...args: readonly string[]) {
  const { status, stdout } = spawnSync(process.execPath, [main, 'explain', ...args], {
    encoding: 'utf8',
  });
  return { status, stdout };
}

describe('hawser explain', () => {
  it('prints the section of a cause that Hawser proves, by code or by id', () => {
    const { status, stdout } = explain('hw1301');
    assert.equal(status, 0);
    assert.match(stdout, /^HW1301 the repository has no policy/);
    assert.match(stdout, /What you see:/);
    assert.deepEqual(explain('RPOL-01'), { status, stdout });
  });

  it('says of another what mends it and what shows it', () => {
    const { stdout } = explain('NET-15');
    assert.match(stdout, /^HW1015 a firewall does not know all three hosts of a pull/);
    assert.match(stdout, /Fix: Allow api\.ecr[\s\S]*What shows it: .*curl on the node/);
  });

  it('knows the codes that the credential programs print', () => {
    const { status, stdout } = explain('HW0557');
    assert.equal(status, 0);
    assert.match(stdout, /^HW0557 the credential provider failed: unreachable/);
  });

  it('lists every known cause', () => {
    const known = allKnownCauses().length;
    assert.equal(explain('--list').stdout.trim().split('\n').length, known);
    assert.equal(JSON.parse(explain('--list', '-o', 'json').stdout).length, known);
  });

  it('says how a cause is named when there is none of that name', () => {
    for (const args of [['HW9999'], [], ['HW0101', '--list']]) {
      const { status, stdout } = explain(...args, '-o', 'json');
      assert.deepEqual([status, JSON.parse(stdout).error.code], [1, 'USAGE']);
    }
  });
});
