// Where EventBridge writes events: files, the output, and files for queues of AWS.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it, mock } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { CreateRepositoryCommand } from '@aws-sdk/client-ecr';
import {
  DeleteRuleCommand,
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  account,
  type LocalEcr,
  region,
  startLocalEcr,
} from '../../../../test/support/local-ecr.ts';
import { startTinyRegistry, type TinyRegistry } from '../../../../test/support/tiny-registry.ts';

interface Received {
  readonly source: string;
  readonly 'detail-type': string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

describe('deliveries of EventBridge', () => {
  let local: LocalEcr;
  let bus: EventBridgeClient;
  let server: Server;
  let upstream: TinyRegistry;
  const received: Received[] = [];
  before(async () => {
    server = createServer(async (request, response) => {
      let text = '';
      for await (const chunk of request) text += chunk;
      received.push(JSON.parse(text));
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    upstream = await startTinyRegistry();
    local = await startLocalEcr({ 'registry.k8s.io': upstream.endpoint });
    bus = busIn(region);
    await listen(bus, 'all', { source: ['aws.ecr'] });
    await local.client().send(new CreateRepositoryCommand({ repositoryName: 'app' }));
  });
  after(async () => {
    bus.destroy();
    await local.close();
    server.close();
    server.closeAllConnections();
    upstream.close();
  });

  const busIn = (where: string) =>
    new EventBridgeClient({
      endpoint: local.endpoint,
      region: where,
      credentials: { accessKeyId: account, secretAccessKey: 'test' },
      maxAttempts: 1,
    });
  const listen = async (on: EventBridgeClient, Name: string, pattern: object) => {
    await on.send(new PutRuleCommand({ Name, EventPattern: JSON.stringify(pattern) }));
    const Arn = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${Name}`;
    await on.send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: 'one', Arn }] }));
  };
  it('brings events to files and to the output, a line each', async () => {
    const Targets = [
      { Id: 'file', Arn: 'file:app.jsonl' },
      { Id: 'output', Arn: 'stdout', Input: '{"instead":"of it"}' },
    ];
    await bus.send(new PutRuleCommand({ Name: 'kept', EventPattern: '{"source":["mine"]}' }));
    await bus.send(new PutTargetsCommand({ Rule: 'kept', Targets }));
    const written: string[] = [];
    const write = process.stdout.write.bind(process.stdout);
    const spy = mock.method(process.stdout, 'write', (text: string) => {
      if (!text.startsWith('{"instead"')) return write(text);
      written.push(text);
      return true;
    });
    const entry = { Source: 'mine', DetailType: 'Thing', Detail: '{"line":"one\\ntwo"}' };
    await bus.send(new PutEventsCommand({ Entries: [entry, entry] }));
    const file = join(local.folder, 'events', 'app.jsonl');
    const lines = async () => (await readFile(file, 'utf8').catch(() => '')).split('\n');
    for (let tries = 0; tries < 100 && (await lines()).length < 3; tries++) await wait(10);
    for (let tries = 0; tries < 100 && written.length < 2; tries++) await wait(10);
    spy.mock.restore();
    const [first = '', second = '', end] = await lines();
    assert.deepEqual(
      [first, second].map((line) => JSON.parse(line).detail),
      [{ line: 'one\ntwo' }, { line: 'one\ntwo' }],
    );
    assert.equal(end, '');
    assert.deepEqual(written, ['{"instead":"of it"}\n', '{"instead":"of it"}\n']);
    await bus.send(new RemoveTargetsCommand({ Rule: 'kept', Ids: ['file', 'output'] }));
    await bus.send(new DeleteRuleCommand({ Name: 'kept' }));
  });

  it('writes the events for a queue of AWS to a file', async () => {
    const Targets = [{ Id: 'queue', Arn: `arn:aws:sqs:${region}:${account}:my-queue` }];
    const Name = 'queued';
    await bus.send(new PutRuleCommand({ Name, EventPattern: '{"source":["for.queue"]}' }));
    const { FailedEntryCount } = await bus.send(new PutTargetsCommand({ Rule: Name, Targets }));
    assert.equal(FailedEntryCount, 0);
    const entry = { Source: 'for.queue', DetailType: 'Thing', Detail: '{"a":1}' };
    await bus.send(new PutEventsCommand({ Entries: [entry] }));
    const file = join(local.folder, 'events', 'sqs-my-queue.jsonl');
    const text = () => readFile(file, 'utf8').catch(() => '');
    for (let tries = 0; tries < 100 && (await text()) === ''; tries++) await wait(10);
    assert.deepEqual(JSON.parse(await text()).detail, { a: 1 });
    await bus.send(new RemoveTargetsCommand({ Rule: Name, Ids: ['queue'] }));
    await bus.send(new DeleteRuleCommand({ Name }));
  });
});
