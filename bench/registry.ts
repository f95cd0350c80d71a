// The registry against Debian's docker-registry (without authentication) and nginx serving the same
// bytes: `npm run bench:registry`. Needs wrk, curl, docker-registry and nginx. Runs are interleaved and
// medians are printed; ratios carry over to other machines, absolute figures do not.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateRepositoryCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr';
import { digestOf } from '../src/oci/digest.ts';

const rounds = Number(process.env.HAWSER_BENCH_ROUNDS ?? 5);
const blobSize = Number(process.env.HAWSER_BENCH_MIB ?? 256) << 20;
const repositoryName = 'bench/app';
const wanted = ['wrk', 'curl', 'docker-registry', 'nginx'];
const missing = wanted.filter((tool) => spawnSync('which', [tool]).status !== 0);
if (missing.length > 0) {
  console.error(`install these first: ${missing.join(', ')}`);
  process.exit(1);
}

interface Peer {
  readonly name: string;
  readonly origin: string;
  readonly authorization?: string;
  readonly manifestPath: string;
  readonly blobPath: string;
  readonly pushes: boolean;
}

const folder = mkdtempSync(join(tmpdir(), 'hawser-bench-'));
const children: ChildProcess[] = [];
const blob = randomBytes(blobSize);
const blobDigest = `sha256:${createHash('sha256').update(blob).digest('hex')}`;
const blobFile = join(folder, 'blob');
writeFileSync(blobFile, blob);
const config = Buffer.from('{"os":"linux","architecture":"amd64"}');
const manifest = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: {
    mediaType: 'application/vnd.oci.image.config.v1+json',
    digest: digestOf(config),
    size: config.length,
  },
  layers: [
    { mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: blobDigest, size: blobSize },
  ],
  annotations: { padding: 'x'.repeat(1400) },
});
const manifestDigest = digestOf(manifest);

const paths = {
  manifestPath: `/v2/${repositoryName}/manifests/${manifestDigest}`,
  blobPath: `/v2/${repositoryName}/blobs/${blobDigest}`,
};

try {
  const peers = [await startHawser(), await startDockerRegistry(), startNginx()];
  await sleep(1000);
  for (const peer of peers.filter(({ pushes }) => pushes)) await fill(peer);
  console.log(
    `manifest ${manifest.length} B, blob ${blobSize >> 20} MiB, ${rounds} rounds, medians\n`,
  );
  report('manifest GET, 32 connections, requests/s', peers, (peer) => requestsPerSecond(peer));
  report('blob GET, 1 connection, MiB/s', peers, (peer) => download(peer, 1));
  report('blob GET, 8 connections, MiB/s', peers, (peer) => download(peer, 8));
  const pushing = peers.filter(({ pushes }) => pushes);
  report('blob PUT, 1 upload, MiB/s', pushing, (peer) => upload(peer, 1));
  report('blob PUT, 8 uploads, MiB/s', pushing, (peer) => upload(peer, 8));
} finally {
  for (const child of children) child.kill();
  rmSync(folder, { recursive: true, force: true });
}

function report(what: string, peers: readonly Peer[], measure: (peer: Peer) => number): void {
  const figures = new Map<Peer, number[]>(peers.map((peer) => [peer, []]));
  for (let round = 0; round < rounds; round++) {
    for (const peer of peers) figures.get(peer)?.push(measure(peer));
  }
  const medians = peers.map((peer) => median(figures.get(peer) ?? []));
  const [own = 0] = medians;
  console.log(what);
  for (const [index, { name }] of peers.entries()) {
    const ratio = index === 0 ? '' : `   Hawser ${(own / (medians[index] ?? 1)).toFixed(2)} times`;
    console.log(
      `  ${name.padEnd(16)} ${Math.round(medians[index] ?? 0)
        .toString()
        .padStart(8)}${ratio}`,
    );
  }
  console.log();
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function headersOf({ authorization }: Peer): string[] {
  return authorization === undefined ? [] : ['-H', `Authorization: ${authorization}`];
}

function requestsPerSecond(peer: Peer): number {
  const args = ['-t1', '-c32', '-d3s', ...headersOf(peer), peer.origin + peer.manifestPath];
  const { stdout } = spawnSync('wrk', args, { encoding: 'utf8' });
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1] ?? 0);
}

function download(peer: Peer, connections: number): number {
  const command = `curl -sf ${quoted(headersOf(peer))} -o /dev/null ${peer.origin}${peer.blobPath}`;
  return mebibytesPerSecond(command, connections);
}

function upload(peer: Peer, connections: number): number {
  const headers = quoted(headersOf(peer));
  const uploads = `${peer.origin}/v2/${repositoryName}/blobs/uploads/`;
  const location = `$(curl -sf ${headers} -X POST -D - -o /dev/null ${uploads} | tr -d '\\r' | sed -n 's/^[Ll]ocation: //p')`;
  const command = `L=${location}; case $L in /*) L=${peer.origin}$L;; esac; case $L in *\\?*) S='&';; *) S='?';; esac; curl -sf ${headers} -X PUT -H 'Content-Type: application/octet-stream' -T ${blobFile} "$L\${S}digest=${blobDigest}"`;
  return mebibytesPerSecond(command, connections);
}

function mebibytesPerSecond(command: string, connections: number): number {
  const all = Array.from({ length: connections }, () => `(${command}) & pids="$pids $!"`);
  const line = `${all.join('\n')}\nfor pid in $pids; do wait $pid || exit 1; done`;
  const began = process.hrtime.bigint();
  const { status } = spawnSync('sh', ['-c', line], { stdio: 'ignore' });
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  if (status !== 0) throw new Error(`failed: ${command}`);
  return (connections * blobSize) / (1 << 20) / seconds;
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(' ');
}

async function startHawser(): Promise<Peer> {
  const args = ['local', 'up', '--port', '0', '--fidelity', 'spec', '-o', 'json'];
  const child = spawn(execPath, ['bin/hawser.js', ...args, '--data', join(folder, 'hawser')]);
  children.push(child);
  const line = await new Promise<string>((resolve) => {
    child.stdout.once('data', (chunk) => resolve(String(chunk)));
  });
  const { endpoint } = JSON.parse(line) as { endpoint: string };
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const ecr = new ECRClient({ endpoint, region: 'us-east-1', credentials });
  await ecr.send(new CreateRepositoryCommand({ repositoryName }));
  const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
  const authorization = `Basic ${authorizationData?.[0]?.authorizationToken}`;
  return { name: 'Hawser', origin: endpoint, authorization, ...paths, pushes: true };
}

async function startDockerRegistry(): Promise<Peer> {
  const file = join(folder, 'registry.yml');
  writeFileSync(
    file,
    `version: 0.1\nlog: { level: error, accesslog: { disabled: true } }\nstorage: { filesystem: { rootdirectory: ${folder}/registry } }\nhttp: { addr: "127.0.0.1:5999" }\n`,
  );
  children.push(spawn('docker-registry', ['serve', file], { stdio: 'ignore' }));
  await sleep(500);
  return { name: 'docker-registry', origin: 'http://127.0.0.1:5999', ...paths, pushes: true };
}

function startNginx(): Peer {
  const root = join(folder, 'nginx');
  mkdirSync(root);
  writeFileSync(join(root, 'manifest'), manifest);
  writeFileSync(join(root, 'blob'), readFileSync(blobFile));
  const file = join(folder, 'nginx.conf');
  writeFileSync(
    file,
    `${process.getuid?.() === 0 ? 'user root; ' : ''}daemon off; pid ${folder}/nginx.pid; error_log /dev/null; worker_processes 2; events {}\nhttp { access_log off; sendfile on; server { listen 127.0.0.1:5998; root ${root}; } }\n`,
  );
  children.push(spawn('nginx', ['-c', file], { stdio: 'ignore' }));
  const origin = 'http://127.0.0.1:5998';
  return { name: 'nginx', origin, manifestPath: '/manifest', blobPath: '/blob', pushes: false };
}

async function fill(peer: Peer): Promise<void> {
  upload(peer, 1);
  const headers = {
    ...(peer.authorization === undefined ? {} : { authorization: peer.authorization }),
    'content-type': 'application/octet-stream',
  };
  const begun = await fetch(`${peer.origin}/v2/${repositoryName}/blobs/uploads/`, {
    method: 'POST',
    headers,
  });
  const location = new URL(begun.headers.get('location') ?? '', peer.origin);
  location.searchParams.set('digest', digestOf(config));
  await fetch(location, { method: 'PUT', headers, body: config });
  const type = 'application/vnd.oci.image.manifest.v1+json';
  const put = await fetch(`${peer.origin}/v2/${repositoryName}/manifests/v1`, {
    method: 'PUT',
    headers: { ...headers, 'content-type': type },
    body: manifest,
  });
  if (put.status !== 201) throw new Error(`${peer.name} refused the manifest: ${await put.text()}`);
}
