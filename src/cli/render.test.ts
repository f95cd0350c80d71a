import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const hawser = (...args: string[]) =>
  spawnSync(process.execPath, [main, ...args], { encoding: 'utf8', input: '' });

describe('the configuration of a node', () => {
  it('is rendered under both names, with the same options', () => {
    const ecr = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';
    const options = ['--for', 'k3s', '--map', `mirror.example=${ecr}`, '--cache', '/var/cache/x'];
    const one = hawser('render', 'credential-provider-config', ...options);
    const other = hawser('credential-provider', 'render', ...options);
    assert.deepEqual([other.status, other.stdout], [0, one.stdout], other.stderr);
    assert.match(one.stdout, /mirror\.example/);
    assert.match(one.stdout, /\/var\/cache\/x/);
  });
});
