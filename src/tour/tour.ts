import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CreateRepositoryCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import type { Proof } from '../chain/proof.ts';
import { diagnose } from '../evidence/diagnose.ts';
import { openCluster } from '../evidence/kubernetes/cluster.ts';
import type { Running } from '../local/up.ts';
import { ecrHostName } from '../names/registry-host.ts';
import type { Style } from '../report/style.ts';
import { renderText } from '../report/text.ts';
import { pushImage } from './image.ts';
import { type PodState, runPod } from './pods.ts';

/** The names in the tour: who runs pods, who owns images. */
const workloads = '111122223333';
const shared = '444455556666';
const region = 'us-east-1';
const repositoryName = 'platform/base-images';
const role = `arn:aws:iam::${workloads}:role/hawser-node`;

export const tourAccount = workloads;

export interface Screen {
  readonly style: Style;
  print(text: string): void;
}

/**
 * Shows the main workflow on a running local AWS: push, pull across accounts, break a link, diagnose it, fix
 * it, and move the clock by thirteen hours. Everything uses the public APIs.
 */
export async function walk({ local, cluster }: Running, screen: Screen): Promise<void> {
  const { endpoint, core } = local;
  process.env.KUBECONFIG = join(local.folder, 'kubeconfig');
  await writeFile(process.env.KUBECONFIG, cluster.kubeconfig(), { mode: 0o600 });
  const registry = client(endpoint);
  const host = ecrHostName(shared, region);
  const image = `${host}/${repositoryName}:v1`;
  const pods = openCluster().core;

  heading(screen, 'A registry in one account, a cluster in another');
  step(screen, `local AWS at ${endpoint}: registry ${shared}, cluster in ${workloads}`);
  await registry.send(
    new CreateRepositoryCommand({
      repositoryName,
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: true },
    }),
  );
  await registry.send(
    new SetRepositoryPolicyCommand({ repositoryName, policyText: JSON.stringify(sharing) }),
  );
  const token = await login(registry);
  const digest = await pushImage({
    endpoint,
    host,
    repository: repositoryName,
    tag: 'v1',
    credentials: { username: 'AWS', password: token },
  });
  step(
    screen,
    `pushed ${repositoryName}:v1 for linux/amd64 and linux/arm64, ${digest.slice(0, 19)}…`,
  );
  const first = await runPod(pods, 'web', image);
  step(screen, `pod web pulls it with the role of its node: ${first.state}`);
  await report(screen, endpoint);

  heading(screen, 'Break one link: somebody deletes the repository policy');
  await admin(endpoint, 'break', {
    cause: 'HW1301',
    target: { repository: `${shared}/${region}/${repositoryName}` },
  });
  const second = await runPod(pods, 'web', image);
  kubeletSays(screen, second);
  screen.print(`  ${screen.style.dim('Hawser says')}\n`);
  await report(screen, endpoint);

  heading(screen, 'Fix it, and move the clock by thirteen hours');
  await admin(endpoint, 'heal', {});
  const third = await runPod(pods, 'web', image);
  step(screen, `the policy is back: pod web is ${third.state}`);
  await admin(endpoint, 'clock', { advance: '13h' });
  step(screen, `the clock says ${new Date(core.clock.now()).toISOString().slice(0, 16)}Z`);
  step(screen, `the token of the login 13 hours ago: ${await useToken(endpoint, host, token)}`);
  const fourth = await runPod(pods, 'web', image);
  step(screen, `pod web, whose kubelet fetches its own tokens: ${fourth.state}`);
}

const sharing = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'PullFromWorkloads',
      Effect: 'Allow',
      Principal: { AWS: role },
      Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    },
  ],
};

function client(endpoint: string): ECRClient {
  const credentials = { accessKeyId: shared, secretAccessKey: shared };
  return new ECRClient({ endpoint, region, credentials });
}

async function login(registry: ECRClient): Promise<string> {
  const { authorizationData } = await registry.send(new GetAuthorizationTokenCommand({}));
  const token = Buffer.from(authorizationData?.[0]?.authorizationToken ?? '', 'base64').toString();
  return token.slice('AWS:'.length);
}

async function report(screen: Screen, endpoint: string): Promise<Proof> {
  const { proof } = await diagnose(
    { pod: 'web', namespace: 'default' },
    { profiles: [], environment: { AWS_ENDPOINT_URL: endpoint }, now: Date.now() },
  );
  screen.print(`\n${indent(renderText('hawser doctor web', proof, screen.style))}`);
  return proof;
}

function kubeletSays({ style, print }: Screen, pod: PodState): void {
  if (pod.state === 'running') throw new Error('the pull worked although the policy is gone');
  print(`  ${style.dim('The kubelet says')}  ${style.bad(pod.reason)}\n`);
  print(`${indent(wrap(pod.event, 96), 4)}\n`);
}

/** Sends a token to the registry as docker would. @returns the registry's answer. */
async function useToken(endpoint: string, host: string, token: string): Promise<string> {
  const authorization = `Basic ${Buffer.from(`AWS:${token}`).toString('base64')}`;
  const url = `${endpoint}/v2/${host}/${repositoryName}/manifests/v1`;
  const answer = await fetch(url, { headers: { authorization } });
  const body = (await answer.json()) as { errors?: { message: string }[] };
  return `${answer.status} ${body.errors?.[0]?.message ?? 'accepted'}`;
}

async function admin(endpoint: string, route: string, body: object): Promise<void> {
  const answer = await fetch(`${endpoint}/_hawser/${route}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`/_hawser/${route} answered ${answer.status}`);
}

function heading({ style, print }: Screen, text: string): void {
  print(`\n${style.bold(text)}\n\n`);
}

function step({ style, print }: Screen, text: string): void {
  print(`  ${style.good('✓')} ${text}\n`);
}

function indent(text: string, by = 2): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? line : ' '.repeat(by) + line))
    .join('\n');
}

function wrap(text: string, width: number): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}
