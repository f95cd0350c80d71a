// A real containerd as a plain process, whose registries are mirrored to an endpoint.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CriImageService } from '../../src/k8s-node/cri.ts';

const installed = spawnSync('containerd', ['--version']).error === undefined;
const root = process.getuid?.() === 0;

/** Why a test with containerd has to be skipped here; false when it need not be. */
export const containerdMissing: string | false = !installed
  ? 'containerd is not installed'
  : !root && 'containerd needs root';

export interface Containerd {
  readonly socket: string;
  readonly images: CriImageService;
  stop(): Promise<void>;
}

/** @param mirrors endpoint that stands in for each registry host. */
export async function startContainerd(
  mirrors: Readonly<Record<string, string>>,
): Promise<Containerd> {
  const folder = mkdtempSync(join(tmpdir(), 'hawser-cri-'));
  const socket = join(folder, 'containerd.sock');
  for (const [host, endpoint] of Object.entries(mirrors)) {
    const hosts = join(folder, 'certs.d', host);
    mkdirSync(hosts, { recursive: true });
    writeFileSync(
      join(hosts, 'hosts.toml'),
      `server = "${endpoint}"\n[host."${endpoint}"]\ncapabilities = ["pull", "resolve"]\n`,
    );
  }
  const config = join(folder, 'config.toml');
  writeFileSync(
    config,
    `version = 2
root = "${folder}/root"
state = "${folder}/state"
disabled_plugins = ["io.containerd.internal.v1.opt"]
[grpc]
address = "${socket}"
[plugins."io.containerd.grpc.v1.cri"]
[plugins."io.containerd.grpc.v1.cri".containerd]
snapshotter = "native"
[plugins."io.containerd.grpc.v1.cri".registry]
config_path = "${folder}/certs.d"
`,
  );
  const child = spawn('containerd', ['--config', config], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  const images = new CriImageService(socket);
  for (let tries = 0; ; tries++) {
    const version = await images.version().catch(() => undefined);
    if (version !== undefined) break;
    if (tries === 100) assert.fail('containerd did not start');
    await sleep(100);
  }
  return {
    socket,
    images,
    async stop() {
      images.close();
      child.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
