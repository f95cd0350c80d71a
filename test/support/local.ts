// A local AWS with its cluster for end-to-end tests, and the clients that drive it.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Proof } from '../../src/chain/proof.ts';
import { diagnoseBundle, writeBundle } from '../../src/evidence/bundle.ts';
import { gather } from '../../src/evidence/diagnose.ts';
import { judge } from '../../src/evidence/judge.ts';
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
  /** Environment of a client that is root of an account. */
  environment(account: string): NodeJS.ProcessEnv;
  admin(route: string, body?: object): Promise<{ [field: string]: unknown }>;
  /** Pushes an image to the repository of the other account, or to one of another account. */
  push(tag: string, account?: string, repository?: string): Promise<string>;
  /** Proves the pod's pull, from a bundle as well: both have to say the same. */
  doctor(pod: string): Promise<Proof>;
  close(): Promise<void>;
}

/**
 * Starts a local AWS that keeps nothing, whose cluster is in `workloads`.
 * @param upstreams what answers in place of upstreams of cache rules, by host.
 */
export async function startTestLocal(
  upstreams: Readonly<Record<string, string>> = {},
): Promise<TestLocal> {
  const options = testOptions(workloads);
  const running = await startLocal(
    { ...options, upstreams: { ...options.upstreams, ...upstreams } },
    () => undefined,
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
  return {
    ...running,
    endpoint,
    folder,
    environment,
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
      const password = await shell('aws ecr get-login-password', environment(account));
      return pushImage({
        endpoint,
        host: ecrHostName(account, region),
        repository,
        tag,
        credentials: { username: 'AWS', password: password.trim() },
      });
    },
    async doctor(pod) {
      const question = { pod, namespace: 'default' };
      const cases = await gather(question, {
        profiles: [],
        environment: { AWS_ENDPOINT_URL: endpoint },
        now: Date.now(),
      });
      const diagnosis = judge(cases);
      const bundle = join(folder, 'bundle.json');
      await writeBundle(bundle, [{ question, cases }]);
      const packed = await diagnoseBundle(bundle, question);
      assert.equal(JSON.stringify(packed), JSON.stringify(diagnosis));
      return diagnosis.proof;
    },
    async close() {
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
  await shell(
    `aws ecr set-repository-policy --repository-name ${repositoryName} --policy-text '${policy}'`,
    local.environment(shared),
  );
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
