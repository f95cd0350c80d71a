// A local AWS with its cluster for end-to-end tests, and the clients that drive it.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ECRClient,
  GetAuthorizationTokenCommand,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import type { Proof } from '../../src/chain/proof.ts';
import type { NodeReport } from '../../src/chain/world.ts';
import { diagnoseBundle, writeBundle } from '../../src/evidence/bundle.ts';
import { gather } from '../../src/evidence/diagnose.ts';
import { judge, withNodes } from '../../src/evidence/judge.ts';
import { openCluster } from '../../src/evidence/kubernetes/cluster.ts';
import { type Running, startLocal } from '../../src/local/up.ts';
import { ecrHostName } from '../../src/names/registry-host.ts';
import { pushImage } from '../../src/tour/image.ts';
import { testOptions } from './options.ts';

export const workloads = '111122223333';
export const shared = '444455556666';
export const region = 'us-east-1';
export const nodeRole = `arn:aws:iam::${workloads}:role/hawser-node`;
export const repositoryName = 'platform/base-images';
export const repositoryKey = `${shared}/${region}/${repositoryName}`;
export const registryHost = ecrHostName(shared, region);

export interface TestLocal extends Running {
  readonly endpoint: string;
  readonly folder: string;
  /** What the cluster's components logged. */
  logged(): string;
  /** Environment of a client that is root of an account. */
  environment(account: string): NodeJS.ProcessEnv;
  /** A client of ECR that is root of an account: quicker than the aws CLI, for what a test only prepares. */
  ecr(account: string): ECRClient;
  /** A login of the account's registry, as root. */
  login(account: string): Promise<{ readonly username: string; readonly password: string }>;
  admin(route: string, body?: object): Promise<{ [field: string]: unknown }>;
  /** Pushes an image to the repository of the other account, or to one of another account. */
  push(tag: string, account?: string, repository?: string): Promise<string>;
  /**
   * Proves the pod's pull, from a bundle as well: both have to say the same.
   * @param account whose credentials look.
   * @param reports of nodes.
   */
  doctor(pod: string, account?: string, reports?: readonly NodeReport[]): Promise<Proof>;
  /** What `hawser collect --node` finds on a node of the cluster. */
  nodeReport(node: string, image: string): Promise<NodeReport>;
  close(): Promise<void>;
}

/**
 * Starts a local AWS that keeps nothing, whose cluster is in `workloads`.
 * @param upstreams what answers in place of upstreams of cache rules, by host.
 */
export async function startTestLocal(
  upstreams: Readonly<Record<string, string>> = {},
): Promise<TestLocal> {
  const lines: string[] = [];
  const options = testOptions(workloads);
  const running = await startLocal(
    { ...options, upstreams: { ...options.upstreams, ...upstreams } },
    (line) => lines.push(line),
  );
  const { endpoint } = running.local;
  const folder = await mkdtemp(join(tmpdir(), 'hawser-test-'));
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, running.cluster.kubeconfig());
  process.env.KUBECONFIG = kubeconfig;
  const environment = (account: string): NodeJS.ProcessEnv => ({
    PATH: process.env.PATH,
    HOME: folder,
    KUBECONFIG: kubeconfig,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: account,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_PAGER: '',
  });
  const clients = new Map<string, ECRClient>();
  const ecr = (account: string): ECRClient => {
    const credentials = { accessKeyId: account, secretAccessKey: account };
    const client = clients.get(account) ?? new ECRClient({ endpoint, region, credentials });
    clients.set(account, client);
    return client;
  };
  const login = async (account: string) => {
    const { authorizationData } = await ecr(account).send(new GetAuthorizationTokenCommand());
    const token = authorizationData?.[0]?.authorizationToken ?? '';
    const [username = '', password = ''] = Buffer.from(token, 'base64').toString().split(':');
    return { username, password };
  };
  return {
    ...running,
    endpoint,
    folder,
    logged: () => lines.join('\n'),
    environment,
    ecr,
    login,
    async admin(route, body) {
      const answer = await fetch(`${endpoint}/_hawser/${route}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${route}: ${text}`);
      return JSON.parse(text) as { [field: string]: unknown };
    },
    async push(tag, account = shared, repository = repositoryName) {
      return pushImage({
        endpoint,
        host: ecrHostName(account, region),
        repository,
        tag,
        credentials: await login(account),
      });
    },
    async nodeReport(node, image) {
      const answer = await fetch(`${endpoint}/_hawser/node-report`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ node, image }),
      });
      if (!answer.ok) throw new Error(await answer.text());
      return (await answer.json()) as NodeReport;
    },
    async doctor(pod, account, reports = []) {
      const question = { pod, namespace: 'default' };
      const key = account === undefined ? {} : { AWS_ACCESS_KEY_ID: account };
      const cases = await gather(question, {
        profiles: [],
        environment: { AWS_ENDPOINT_URL: endpoint, ...key },
        now: Date.now(),
      });
      const diagnosis = judge(withNodes(cases, reports));
      const bundle = join(folder, 'bundle.json');
      await writeBundle(bundle, [{ question, cases }]);
      const packed = await diagnoseBundle(bundle, question, reports);
      assert.equal(JSON.stringify(packed), JSON.stringify(diagnosis));
      return diagnosis.proof;
    },
    async close() {
      for (const client of clients.values()) client.destroy();
      await running.local.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Lets the node role pull from the repository, as its owner. */
export async function share(local: TestLocal): Promise<void> {
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
  await local
    .ecr(shared)
    .send(new SetRepositoryPolicyCommand({ repositoryName, policyText: policy }));
}

/** The Kubernetes API of the emulated cluster. */
export function pods() {
  return openCluster().core;
}

/** Runs a command line. @returns stdout. @throws Error with stderr when it fails. */
export function shell(command: string, env: NodeJS.ProcessEnv, input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', command], { env });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(stdout);
      else reject(new Error(`${command}\nexit ${code}: ${stderr}${stdout}`));
    });
    child.stdin.end(input);
  });
}
