// A real dockerd as a plain process, which pulls and pushes and runs nothing: no bridge, no firewall rules.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const missing = ['docker', 'dockerd'].filter(
  (program) => spawnSync(program, ['--version']).error !== undefined,
);

/** Why a test with dockerd has to be skipped here; false when it need not be. */
export const dockerdMissing: string | false =
  missing.length > 0
    ? `not installed: ${missing.join(', ')}`
    : process.getuid?.() !== 0 && 'dockerd needs root';

export interface Dockerd {
  /** For `DOCKER_HOST`. */
  readonly address: string;
  stop(): Promise<void>;
}

export async function startDockerd(): Promise<Dockerd> {
  const folder = mkdtempSync(join(tmpdir(), 'hawser-dockerd-'));
  const address = `unix://${folder}/docker.sock`;
  const child = spawn(
    'dockerd',
    [
      ...['--host', address, '--pidfile', join(folder, 'pid')],
      ...['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec')],
      ...['--bridge=none', '--iptables=false', '--ip-forward=false', '--ip-masq=false'],
      ...['--storage-driver=vfs', '--log-level=error'],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let log = '';
  child.stderr.on('data', (piece) => {
    log = `${log}${piece}`.slice(-2_000);
  });
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  for (let tries = 0; spawnSync('docker', ['--host', address, 'version']).status !== 0; tries++) {
    if (tries === 100 || child.exitCode !== null) assert.fail(`dockerd did not start: ${log}`);
    await sleep(200);
  }
  return {
    address,
    async stop() {
      child.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
