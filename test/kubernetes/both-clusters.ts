// The local AWS with two clusters that pull from it: the emulated one, and a real one on the same machine. Both have nodes
// with the same role.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { layOutNode } from '../../src/local/cluster/node-folder.ts';
import { ecrHostName } from '../../src/names/registry-host.ts';
import { pushImage } from '../../src/tour/image.ts';
import { type LocalProcess, startLocalProcess } from '../support/local-process.ts';
import { kubernetesVersion } from './components.ts';
import { type ControlPlane, startControlPlane } from './control-plane.ts';
import { furnishSandbox } from './sandbox.ts';
import { startWorker, type Worker } from './worker.ts';

export const workloads = '111122223333';
export const shared = '444455556666';
export const region = 'us-east-1';
export const nodeRole = `arn:aws:iam::${workloads}:role/hawser-node`;
export const repository = 'my-app/backend';
export const registryHost = ecrHostName(shared, region);
const realNode = 'real';

export type ClusterName = 'real' | 'emulated';

export interface BothClusters {
  readonly worker: Worker;
  /** Environment of a client of one of the clusters that is root of an account. */
  environment(cluster: ClusterName, account?: string): NodeJS.ProcessEnv;
  admin(route: string, body?: object): Promise<{ readonly [field: string]: unknown }>;
  /** Adds an emulated node that speaks as the real one does. @returns its name. */
  addEmulatedNode(): Promise<string>;
  /** A repository that the node role may pull from, with an image v1, and no fault. */
  begin(): Promise<void>;
  stop(): Promise<void>;
}

export async function startBothClusters(): Promise<BothClusters> {
  furnishSandbox(realNode, [registryHost]);
  const folder = mkdtempSync(join(tmpdir(), 'hawser-kubernetes-'));
  const data = join(folder, 'data');
  const local = await startLocalProcess(data, ['--tls', '--account', workloads]);
  const admin = adminOf(local);
  const machine = await admin('nodes', { name: realNode, role: 'hawser-node', external: true });
  const controlPlane = await startControlPlane(join(folder, 'control-plane'));
  const nodeFolder = join(folder, 'node');
  mkdirSync(nodeFolder);
  const worker = await startWorker({
    name: realNode,
    providerId: `aws:///${region}a/${machine.instanceId}`,
    folder: nodeFolder,
    controlPlane,
    registryAuthority: join(data, 'ca.pem'),
    provider: await layOutNode(nodeFolder),
    environment: {
      AWS_ENDPOINT_URL: local.endpoint,
      AWS_EC2_METADATA_SERVICE_ENDPOINT: String(machine.metadataEndpoint),
    },
  });
  const emulated = join(folder, 'emulated.kubeconfig');
  const kubeconfig = ['local', 'kubeconfig', '--endpoint', local.endpoint];
  writeFileSync(emulated, runHawser(kubeconfig, process.env).stdout);
  const environment = environmentOf(local, controlPlane, emulated);
  let nodes = 0;
  return {
    worker,
    environment,
    admin,
    async addEmulatedNode() {
      const name = `emulated-${++nodes}`;
      const { containerdVersion } = worker;
      const versions = { kubeletVersion: `v${kubernetesVersion}`, containerdVersion };
      await admin('nodes', { name, role: 'hawser-node', ...versions });
      return name;
    },
    begin: () => begin(local, admin, environment('real', shared)),
    async stop() {
      await worker.stop();
      await controlPlane.stop();
      await local.stop();
    },
  };
}

/** Runs the product as its users do. */
export function runHawser(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  input = '',
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const command = ['bin/hawser.js', ...args];
  return spawnSync(process.execPath, command, { env, input, encoding: 'utf8' });
}

type Admin = BothClusters['admin'];

function adminOf({ endpoint }: LocalProcess): Admin {
  return async (route, body) => {
    const answer = await fetch(`${endpoint}/_hawser/${route}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${route}: ${text}`);
    return JSON.parse(text);
  };
}

function environmentOf(local: LocalProcess, real: ControlPlane, emulated: string) {
  return (cluster: ClusterName, account: string = workloads): NodeJS.ProcessEnv => ({
    PATH: process.env.PATH,
    HOME: '/nonexistent',
    KUBECONFIG: cluster === 'real' ? real.kubeconfig : emulated,
    AWS_ENDPOINT_URL: local.endpoint,
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: account,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_PAGER: '',
  });
}

const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: nodeRole },
      Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    },
  ],
});

async function begin(local: LocalProcess, admin: Admin, env: NodeJS.ProcessEnv): Promise<void> {
  await admin('heal', {});
  const ecr = (...args: string[]) => run('aws', ['ecr', ...args], env);
  const named = ['--repository-name', repository];
  const { repositories } = JSON.parse(await ecr('describe-repositories')) as {
    readonly repositories: readonly { readonly repositoryName: string }[];
  };
  if (repositories.length > 0) await ecr('delete-repository', ...named, '--force');
  await ecr('create-repository', ...named);
  await ecr('set-repository-policy', ...named, '--policy-text', policy);
  const password = (await ecr('get-login-password')).trim();
  await pushImage({
    endpoint: local.endpoint,
    host: registryHost,
    repository,
    tag: 'v1',
    credentials: { username: 'AWS', password },
  });
}

/** @returns stdout. @throws Error with stderr when it fails. */
export function run(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  input = '',
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (piece) => {
      stdout += piece;
    });
    child.stderr.on('data', (piece) => {
      stderr += piece;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(stdout);
      else reject(new Error(`${command} ${args.join(' ')}\nexit ${code}: ${stderr}${stdout}`));
    });
    child.stdin.end(input);
  });
}
