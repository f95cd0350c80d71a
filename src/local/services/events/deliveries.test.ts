// The targets that EventBridge writes events to: files, the output, and files that represent queues of AWS.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it, mock } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import {
  DeleteRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { type EventBus, startEventBus } from '../../../../test/support/event-bus.ts';
import { account, region } from '../../../../test/support/local-ecr.ts';

describe('deliveries of EventBridge', () => {
  let started: EventBus;
  let bus: EventBus['bus'];
  let local: EventBus['local'];
  before(async () => {
    started = await startEventBus();
    ({ bus, local } = started);
  });
  after(() => started.close());

  it('writes events to files and to the output, one a line', async () => {
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
