// A local AWS whose events of ECR are delivered to the test, by rules and targets as a client would set them.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { CreateRepositoryCommand } from '@aws-sdk/client-ecr';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { account, type LocalEcr, region, startLocalEcr } from './local-ecr.ts';
import { startTinyRegistry, type TinyRegistry } from './tiny-registry.ts';

export interface Received {
  readonly source: string;
  readonly 'detail-type': string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface EventBus {
  /** A local AWS with a repository `app`, whose upstream registry.k8s.io is `upstream`. */
  readonly local: LocalEcr;
  readonly upstream: TinyRegistry;
  /** A client of the default bus, in the Region of the local AWS. */
  readonly bus: EventBridgeClient;
  busIn(where: string): EventBridgeClient;
  /** Has a rule deliver what matches the pattern to the test. */
  listen(on: EventBridgeClient, Name: string, pattern: object): Promise<void>;
  /** What was delivered since it was last asked: exactly that many events. */
  next(count: number): Promise<Received[]>;
  close(): Promise<void>;
}

/** Starts it, with a rule that delivers all events of ECR. */
export async function startEventBus(): Promise<EventBus> {
  let received: Received[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    received.push(JSON.parse(text));
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const upstream = await startTinyRegistry();
  const local = await startLocalEcr({ 'registry.k8s.io': upstream.endpoint });
  const clients: EventBridgeClient[] = [];

  const busIn = (where: string) => {
    const client = new EventBridgeClient({
      endpoint: local.endpoint,
      region: where,
      credentials: { accessKeyId: account, secretAccessKey: 'test' },
      maxAttempts: 1,
    });
    clients.push(client);
    return client;
  };
  const listen = async (on: EventBridgeClient, Name: string, pattern: object) => {
    await on.send(new PutRuleCommand({ Name, EventPattern: JSON.stringify(pattern) }));
    const Arn = `http://127.0.0.1:${port}/${Name}`;
    await on.send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: 'one', Arn }] }));
  };
  const next = async (count: number): Promise<Received[]> => {
    const limit = Date.now() + 5_000;
    while (received.length < count && Date.now() < limit) await wait(10);
    const taken = received;
    received = [];
    assert.equal(taken.length, count);
    return taken;
  };
  const close = async () => {
    for (const client of clients) client.destroy();
    await local.close();
    server.close();
    server.closeAllConnections();
    upstream.close();
  };

  const bus = busIn(region);
  await listen(bus, 'all', { source: ['aws.ecr'] });
  await local.client().send(new CreateRepositoryCommand({ repositoryName: 'app' }));
  return { local, upstream, bus, busIn, listen, next, close };
}
