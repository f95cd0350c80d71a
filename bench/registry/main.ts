// The registry against Debian's docker-registry (without authentication) and nginx serving the same
// bytes: `npm run bench:registry`. Needs wrk, python3, docker-registry and nginx. Runs are interleaved and
// medians are printed; ratios carry over to other machines, absolute figures do not. Hawser's caller is a role of
// another account, let in by its own policy and by the repository's, both with conditions.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { digestOf } from '../../src/oci/digest.ts';
import { machine } from './machine.ts';
import { fileDigest, median, type Peer, repositoryName } from './measures.ts';
import { puller } from './puller.ts';

const rounds = Number(process.env.HAWSER_BENCH_ROUNDS ?? 5);
/** Size of the blobs whose streaming is watched for memory. */
const streamed = 1 << 30;
const blobSize = Number(process.env.HAWSER_BENCH_MIB ?? 256) << 20;
const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const wanted = ['wrk', 'python3', 'docker-registry', 'nginx'];
const missing = wanted.filter((tool) => spawnSync('which', [tool]).status !== 0);
if (missing.length > 0) {
  console.error(`install these first: ${missing.join(', ')}`);
  process.exit(1);
}

const latencies = new Map<Peer, number[]>();
const folder = mkdtempSync(join(tmpdir(), 'hawser-bench-'));
const children: ChildProcess[] = [];
const blob = randomBytes(blobSize);
const blobDigest = `sha256:${createHash('sha256').update(blob).digest('hex')}`;
const blobFile = join(folder, 'blob');
writeFileSync(blobFile, blob);
const config = Buffer.from('{"os":"linux","architecture":"amd64"}');
const manifest = JSON.stringify({
  schemaVersion: 2,
  mediaType: manifestType,
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
  const peers = [await startHawser(), await startDockerRegistry(), startNginx()] as const;
  await sleep(1000);
  const pushing = peers.filter(({ contents }) => contents !== undefined);
  for (const peer of pushing) await fill(peer);
  const sizes = `manifest ${manifest.length} B, blob ${blobSize >> 20} MiB`;
  console.log(`${await machine()}\n\n${sizes}, ${rounds} rounds, medians\n`);
  report('manifest GET, 32 connections, requests/s', peers, (peer) => requestsPerSecond(peer));
  for (const [{ name }, values] of latencies) {
    console.log(`  ${name.padEnd(16)} p99 ${median(values).toFixed(2).padStart(8)} ms`);
  }
  console.log();
  // Downloads take so short a time that a scheduler's whim is felt: they are tried more often.
  report('blob GET, 1 connection, MiB/s', peers, (peer) => download(peer, 1), 5 * rounds);
  report('blob GET, 8 connections, MiB/s', peers, (peer) => download(peer, 8), 5 * rounds);
  report('blob PUT, 1 upload, MiB/s', pushing, (peer) => upload(peer, 1), 3 * rounds);
  const quarter = join(folder, 'quarter');
  writeFileSync(quarter, blob.subarray(0, blobSize >> 2));
  report(`blob PUT, 8 uploads of ${blobSize >> 22} MiB, MiB/s`, pushing, (peer) =>
    upload(peer, 8, quarter),
  );
  report('blob PUT, 8 uploads, MiB/s', pushing, (peer) => upload(peer, 8));
  // In a process of its own: what the runs before have made the heap grow by is not the streams'.
  const peak = await memoryWhileStreaming(await startHawser('fresh'));
  console.log(`memory while eight ${streamed >> 20} MiB blobs are streamed: ${peak} MiB at most`);
} finally {
  for (const child of children) child.kill();
  rmSync(folder, { recursive: true, force: true });
}

function report(
  what: string,
  peers: readonly Peer[],
  measure: (peer: Peer) => number,
  times = rounds,
): void {
  const figures = new Map<Peer, number[]>(peers.map((peer) => [peer, []]));
  for (let round = 0; round < times; round++) {
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

/** Peak resident memory of Hawser's process, in MiB, from the moment that eight readers begin. */
async function memoryWhileStreaming(peer: Peer): Promise<number> {
  const file = join(folder, 'streamed');
  writeFileSync(file, Buffer.alloc(0));
  truncateSync(file, streamed);
  const digest = await fileDigest(file);
  const pid = children.at(-1)?.pid;
  put(peer, 1, file, digest);
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
  download({ ...peer, blobPath: `/v2/${repositoryName}/blobs/${digest}` }, 8);
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}

/** Requests a second; the p99 is printed as it comes, in wrk's own words. */
function requestsPerSecond(peer: Peer): number {
  // docker-registry answers 404 to those who do not say that they take OCI's manifests.
  const headers = ['-H', `Accept: ${manifestType}`];
  if (peer.authorization) headers.push('-H', `Authorization: ${peer.authorization}`);
  const url = peer.origin + peer.manifestPath;
  const args = ['-t1', '-c32', '-d3s', '--latency', ...headers, url];
  const { stdout } = spawnSync('wrk', args, { encoding: 'utf8' });
  if (/Non-2xx/.test(stdout)) throw new Error(`${peer.name} refused: ${stdout}`);
  const slowest = /99%\s+([\d.]+)(us|ms|s)/.exec(stdout);
  const unit = { us: 0.001, ms: 1, s: 1000 }[slowest?.[2] ?? 'ms'] ?? 1;
  latencies.set(peer, [...(latencies.get(peer) ?? []), Number(slowest?.[1] ?? 0) * unit]);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1] ?? 0);
}

function download(peer: Peer, connections: number): number {
  return transfer(peer, ['get', peer.origin + peer.blobPath, String(connections)]);
}

/** Uploads of new content, which is gone again afterwards: a disk that fills up is not what is measured. */
function upload(peer: Peer, connections: number, file = blobFile): number {
  const figure = put(peer, connections, file);
  for (const part of readdirSync(peer.contents ?? '')) {
    rmSync(join(peer.contents ?? '', part), { recursive: true });
  }
  return figure;
}

function put(peer: Peer, connections: number, file: string, digest?: string): number {
  const target = `${peer.origin}/v2/${repositoryName}`;
  return transfer(peer, ['put', target, String(connections)], file, digest);
}

function transfer(
  { name, authorization }: Peer,
  args: readonly string[],
  file = blobFile,
  digest?: string,
): number {
  const input = openSync(file, 'r');
  const client = join(import.meta.dirname, 'client.py');
  const { stdout, stderr } = spawnSync(
    'python3',
    [client, ...args, ...(authorization === undefined ? [] : [authorization])],
    {
      stdio: [input, 'pipe', 'pipe'],
      encoding: 'utf8',
      env: { ...process.env, ...(digest === undefined ? {} : { DIGEST: digest }) },
    },
  );
  closeSync(input);
  const figure = Number(stdout);
  if (!(figure > 0)) throw new Error(`${name}, ${args[0]}: ${stderr}`);
  return figure;
}

async function startHawser(data = 'hawser'): Promise<Peer> {
  const args = ['local', 'up', '--port', '0', '--fidelity', 'spec', '-o', 'json'];
  const child = spawn(execPath, ['bin/hawser.js', ...args, '--data', join(folder, data)]);
  children.push(child);
  const line = await new Promise<string>((resolve) => {
    child.stdout.once('data', (chunk) => resolve(String(chunk)));
  });
  const { endpoint } = JSON.parse(line) as { endpoint: string };
  const authorization = `Basic ${await puller(endpoint, repositoryName)}`;
  const contents = join(folder, data, 'blobs', 'sha256');
  return { name: 'Hawser', origin: endpoint, authorization, ...paths, contents };
}

async function startDockerRegistry(): Promise<Peer> {
  const file = join(folder, 'registry.yml');
  writeFileSync(
    file,
    `version: 0.1\nlog: { level: error, accesslog: { disabled: true } }\nstorage: { filesystem: { rootdirectory: ${folder}/registry } }\nhttp: { addr: "127.0.0.1:5999" }\n`,
  );
  children.push(spawn('docker-registry', ['serve', file], { stdio: 'ignore' }));
  await sleep(500);
  const contents = join(folder, 'registry/docker/registry/v2/blobs/sha256');
  return { name: 'docker-registry', origin: 'http://127.0.0.1:5999', ...paths, contents };
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
  return { name: 'nginx', origin, manifestPath: '/manifest', blobPath: '/blob' };
}

async function fill(peer: Peer): Promise<void> {
  put(peer, 1, blobFile, blobDigest);
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
  const answer = await fetch(`${peer.origin}/v2/${repositoryName}/manifests/v1`, {
    method: 'PUT',
    headers: { ...headers, 'content-type': manifestType },
    body: manifest,
  });
  if (answer.status !== 201) throw new Error(`${peer.name}, manifest: ${await answer.text()}`);
}
