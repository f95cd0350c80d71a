// Sends a seeded sequence of requests to every door of a local AWS, which must neither fail nor forget.

import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateRepositoryCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr';
import { Canaries } from '../support/canaries.ts';
import { type LocalProcess, startLocalProcess } from '../support/local-process.ts';
import { randomOf } from '../support/random.ts';
import { type FuzzRequest, type Learnt, nextRequest } from './requests.ts';
import { accounts } from './values.ts';

export interface FuzzOptions {
  readonly seed: number;
  readonly requests: number;
  readonly concurrency: number;
  /** Takes a line of progress. */
  readonly tell: (line: string) => void;
}

export interface FuzzOutcome {
  readonly sent: number;
  /** How often each status was answered; `closed` where the connection ended without an answer. */
  readonly statuses: ReadonlyMap<string, number>;
  /** What must not have happened, with the request that did it. */
  readonly faults: readonly string[];
}

/** Longest that an answer may take, in milliseconds: then it counts as a hang. */
const patience = 30_000;
/** One image is pushed, and must be there in the end, for each so many requests. */
const requestsPerCanary = 2_000;
const requestsPerSettling = 200;
const maxFaults = 20;

/**
 * Sends the requests of a seed, then checks that everything acknowledged is there, also after SIGKILL.
 * Each request depends on the seed and its number only, apart from what had to be learnt from answers.
 */
export async function fuzz(options: FuzzOptions): Promise<FuzzOutcome> {
  const data = await mkdtemp(join(tmpdir(), 'hawser-fuzz-'));
  let local = await startLocalProcess(data);
  const faults: string[] = [];
  const statuses = new Map<string, number>();
  const agent = new Agent({ keepAlive: true, maxSockets: options.concurrency });
  const canaries = new Canaries();
  let sent = 0;
  try {
    await canaries.prepare(local.endpoint);
    await canaries.push(local.endpoint);
    const learnt = await learn(local.endpoint);
    const work = async (): Promise<void> => {
      while (sent < options.requests && faults.length < maxFaults && !local.hasEnded()) {
        const number = sent++;
        const made = nextRequest(randomOf(options.seed * 1_000_003 + number), learnt);
        const status = await send(agent, local.endpoint, made, learnt);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (status === 'hang' || /^5/.test(status)) faults.push(described(number, status, made));
        if (number % requestsPerCanary === requestsPerCanary - 1)
          await canaries.push(local.endpoint);
        if (number % requestsPerSettling === 0)
          learnt.registryTokens = await settle(local.endpoint);
        if (number % 10_000 === 9_999) options.tell(`${number + 1} requests`);
      }
    };
    const workers = await Promise.allSettled(Array.from({ length: options.concurrency }, work));
    for (const worker of workers) {
      if (worker.status === 'rejected') faults.push(`a canary was refused: ${worker.reason}`);
    }
    faults.push(...(await verdict(local, canaries, 'at the end')));
    await local.kill();
    local = await startLocalProcess(data);
    faults.push(...(await verdict(local, canaries, 'after SIGKILL')));
    options.tell(`${canaries.count} images were acknowledged and looked for`);
  } finally {
    agent.destroy();
    await local.stop();
    await rm(data, { recursive: true, force: true });
  }
  return { sent, statuses, faults };
}

async function verdict(local: LocalProcess, canaries: Canaries, when: string): Promise<string[]> {
  if (local.hasEnded()) return [`the process ended ${when}: ${local.errors().slice(-4_000)}`];
  const internal = /internal error.*(\n.*){0,6}/.exec(local.errors())?.[0];
  const losses = await canaries.losses(local.endpoint);
  return [
    ...(internal === undefined ? [] : [`stderr ${when}: ${internal}`]),
    ...losses.map((loss) => `lost ${when}: ${loss}`),
  ];
}

async function learn(endpoint: string): Promise<Learnt> {
  const { nodes } = (await (await fetch(`${endpoint}/_hawser/nodes`)).json()) as {
    nodes: { server: string; metadataEndpoint: string }[];
  };
  const [node] = nodes;
  const metadataEndpoint = node?.metadataEndpoint ?? '';
  const token = await fetch(`${metadataEndpoint}/latest/api/token`, {
    method: 'PUT',
    headers: { 'x-aws-ec2-metadata-token-ttl-seconds': '21600' },
  });
  const clusterToken = new URL(node?.server ?? '').password;
  await fetch(`${endpoint}/_hawser/clusters/hawser/api/v1/namespaces`, {
    method: 'POST',
    headers: { authorization: `Bearer ${clusterToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'fuzz' } }),
  });
  return {
    registryTokens: await settle(endpoint),
    clusterToken,
    metadataEndpoint,
    metadataToken: await token.text(),
    locations: [],
  };
}

/** Has what many requests need: repositories, and tokens, which expire as the clock is moved. @returns the tokens. */
async function settle(endpoint: string): Promise<string[]> {
  const tokens: string[] = [];
  for (const accessKeyId of accounts) {
    const credentials = { accessKeyId, secretAccessKey: 'x' };
    const ecr = new ECRClient({ endpoint, region: 'us-east-1', credentials });
    for (const repositoryName of ['app', 'team/app']) {
      // Most of the time it is there.
      await ecr.send(new CreateRepositoryCommand({ repositoryName })).catch(() => undefined);
    }
    const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
    tokens.push(`Basic ${authorizationData?.[0]?.authorizationToken}`);
    ecr.destroy();
  }
  return tokens;
}

/** @returns the status; `closed` when there was no answer, `hang` when there was none in time. */
function send(
  agent: Agent,
  local: string,
  { method, path, headers, body, endpoint = local }: FuzzRequest,
  learnt: Learnt,
): Promise<string> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(endpoint);
    const length = { 'content-length': Buffer.byteLength(body) };
    const sending = httpRequest({
      agent,
      hostname,
      port,
      method,
      path,
      headers: { ...(body.length === 0 ? {} : length), ...headers },
      timeout: patience,
    });
    sending.on('timeout', () => {
      resolve('hang');
      sending.destroy();
    });
    sending.on('error', () => resolve('closed'));
    sending.on('response', (answer) => {
      const { location } = answer.headers;
      if (location !== undefined) remember(learnt.locations, location, local);
      answer.on('error', () => resolve('closed'));
      answer.on('end', () => resolve(String(answer.statusCode)));
      answer.on('close', () => resolve('closed'));
      answer.resume();
    });
    sending.end(body);
  });
}

function remember(locations: string[], location: string, local: string): void {
  const { pathname, search } = new URL(location, local);
  locations.push(pathname + search);
  if (locations.length > 50) locations.shift();
}

function described(number: number, status: string, { body, ...request }: FuzzRequest): string {
  const text = body.toString().slice(0, 2_000);
  return `request ${number} answered ${status}: ${JSON.stringify({ ...request, body: text })}`;
}
