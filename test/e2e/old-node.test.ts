// Started on an old Node, the command runs on the one that the repository pins, and is that one to whoever started it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

describe('hawser on an old Node', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hawser-old-node-'));
  const node = join(folder, 'node');
  const preload = join(folder, 'pretend.mjs');
  // A copy has another path than the pinned Node, and says another version.
  before(() => {
    copyFileSync(process.execPath, node);
    writeFileSync(
      preload,
      `import { syncBuiltinESMExports } from 'node:module';
       Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.19.0' } });
       syncBuiltinESMExports();`,
    );
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const start = (script: string, ...args: string[]) =>
    spawn(node, ['--import', preload, script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });

  it('passes a SIGTERM on, and ends as the local AWS ends', async () => {
    const child = start('bin/hawser.js', 'local', 'up', '--port', '0', '--ephemeral', '-o', 'json');
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const { endpoint } = JSON.parse(line.toString()) as { endpoint: string };
    child.kill('SIGTERM');
    assert.deepEqual(await once(child, 'exit'), [0, null]);
    await assert.rejects(
      fetch(`${endpoint}/_hawser/health`),
      ({ cause }) => cause.code === 'ECONNREFUSED',
    );
  });

  it('ends with the exit code of the command', async () => {
    const child = start('bin/hawser.js', 'explain', 'HW9999');
    assert.deepEqual(await once(child, 'exit'), [1, null]);
  });

  it('reports in one sentence when there is no newer one', async () => {
    const alone = join(folder, 'hawser', 'bin');
    cpSync('bin', alone, { recursive: true });
    writeFileSync(join(folder, 'hawser', 'package.json'), '{"type":"module"}');
    const child = start(join(alone, 'hawser.js'), 'version');
    const [said] = (await once(child.stderr, 'data')) as [Buffer];
    assert.match(
      said.toString(),
      /^hawser needs Node 22\.13 or newer and was started on 20\.19\.0: .*\n$/,
    );
    assert.deepEqual(await once(child, 'exit'), [1, null]);
  });
});
