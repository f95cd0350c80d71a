// Rules and targets of EventBridge: what they accept, store, refuse and return.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  ListRulesCommand,
  ListTagsForResourceCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-eventbridge';
import { type EventBus, startEventBus } from '../../../../test/support/event-bus.ts';
import { account, region } from '../../../../test/support/local-ecr.ts';
import { takeLines } from '../../../log/log.ts';

describe('Rules and targets of EventBridge', () => {
  let started: EventBus;
  let bus: EventBus['bus'];
  let listen: EventBus['listen'];
  let local: EventBus['local'];
  let next: EventBus['next'];
  before(async () => {
    started = await startEventBus();
    ({ bus, listen, local, next } = started);
  });
  after(() => started.close());

  it('accepts custom events, and reports which ones it refuses', async () => {
    await listen(bus, 'mine', { detail: { kind: [{ prefix: 'a' }] } });
    const entry = { Source: 'me', DetailType: 'Thing', Detail: '{"kind":"abc"}' };
    const { FailedEntryCount, Entries } = await bus.send(
      new PutEventsCommand({
        Entries: [entry, { ...entry, Detail: '{' }, { ...entry, Source: 'aws.ecr' }],
      }),
    );
    assert.equal(FailedEntryCount, 2);
    const codes = Entries?.map(({ ErrorCode }) => ErrorCode);
    assert.deepEqual(codes, [undefined, 'MalformedDetail', 'NotAuthorizedForSourceException']);
    const [mine] = await next(1);
    assert.equal(mine?.source, 'me');
  });

  it('stores rules, lists and deletes them', async () => {
    const EventPattern = '{"source":["x"]}';
    await bus.send(new PutRuleCommand({ Name: 'kept', EventPattern, State: 'DISABLED' }));
    const rule = await bus.send(new DescribeRuleCommand({ Name: 'kept' }));
    assert.deepEqual([rule.State, rule.EventPattern], ['DISABLED', EventPattern]);
    const { Rules } = await bus.send(new ListRulesCommand({ NamePrefix: 'ke' }));
    assert.deepEqual(
      Rules?.map(({ Name }) => Name),
      ['kept'],
    );
    await bus.send(new DeleteRuleCommand({ Name: 'kept' }));
    await assert.rejects(bus.send(new DescribeRuleCommand({ Name: 'kept' })), {
      name: 'ResourceNotFoundException',
    });
    await assert.rejects(bus.send(new PutRuleCommand({ Name: 'x', EventPattern: '{"a":1}' })), {
      name: 'InvalidEventPatternException',
    });
    await assert.rejects(bus.send(new DeleteRuleCommand({ Name: 'mine' })), {
      message: /has targets/,
    });
    await bus.send(new RemoveTargetsCommand({ Rule: 'mine', Ids: ['one'] }));
    await bus.send(new DeleteRuleCommand({ Name: 'mine' }));
  });

  it('skips a stored rule whose pattern is no longer valid, and reports it', async () => {
    const Name = 'older';
    await bus.send(new PutRuleCommand({ Name, EventPattern: '{"source":["x"]}' }));
    const { eventRules } = local.core.state;
    const key = `${account}/${region} ${Name}`;
    const rule = eventRules.get(key);
    assert.ok(rule !== undefined);
    eventRules.put(key, { ...rule, pattern: '{"source":[{"wildcard":"a**"}]}' });
    const lines: string[] = [];
    const giveBack = takeLines(() => (line) => void lines.push(line));
    const entry = { Source: 'mine', DetailType: 'Thing', Detail: '{}' };
    const { FailedEntryCount } = await bus.send(new PutEventsCommand({ Entries: [entry] }));
    giveBack();
    assert.equal(FailedEntryCount, 0);
    assert.match(lines.join(''), /the pattern of event rule older is not valid: Consecutive/);
    await bus.send(new DeleteRuleCommand({ Name }));
  });

  it('stores the tags of a rule', async () => {
    const Name = 'tagged';
    const EventPattern = '{"source":["x"]}';
    const Tags = [{ Key: 'team', Value: 'blue' }];
    const { RuleArn: ResourceARN } = await bus.send(
      new PutRuleCommand({ Name, EventPattern, Tags }),
    );
    await bus.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: 'b', Value: '1' }] }));
    await bus.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['team'] }));
    const listed = await bus.send(new ListTagsForResourceCommand({ ResourceARN }));
    assert.deepEqual(listed.Tags, [{ Key: 'b', Value: '1' }]);
    await bus.send(new DeleteRuleCommand({ Name }));
    await assert.rejects(bus.send(new ListTagsForResourceCommand({ ResourceARN })), {
      name: 'ResourceNotFoundException',
    });
  });

  it('refuses targets that it cannot reach', async () => {
    for (const Arn of [`arn:aws:ec2:${region}:${account}:vpc/x`, 'file:../escape', 'ftp://x/']) {
      const Targets = [{ Id: 'one', Arn }];
      const { FailedEntries } = await bus.send(new PutTargetsCommand({ Rule: 'all', Targets }));
      assert.match(FailedEntries?.[0]?.ErrorMessage ?? '', /does not deliver/);
    }
  });

  it('hides the passwords and tokens of a target, and sends them to the target only', async () => {
    const secrets = ['hunter2', 'T0KEN', 'PATHSECRET', '1NPUT'];
    const seen: (string | undefined)[] = [];
    const picky = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(500).end();
    });
    await new Promise<void>((resolve) => picky.listen(0, '127.0.0.1', resolve));
    const { port } = picky.address() as AddressInfo;
    const Arn = `http://me:hunter2@127.0.0.1:${port}/PATHSECRET?token=T0KEN`;
    const written: string[] = [];
    const giveBack = takeLines(() => (line) => void written.push(line));
    await bus.send(new PutRuleCommand({ Name: 'secret', EventPattern: '{"source":["mine"]}' }));
    const Targets = [
      { Id: 'a', Arn, Input: '{"key":"1NPUT"}' },
      { Id: 'b', Arn: `https://me:hunter2@[bad/PATHSECRET?token=T0KEN` },
    ];
    const put = await bus.send(new PutTargetsCommand({ Rule: 'secret', Targets }));
    assert.deepEqual(
      put.FailedEntries?.map(({ TargetId }) => TargetId),
      ['b'],
    );
    const Entries = [{ Source: 'mine', DetailType: 'x', Detail: '{}' }];
    await bus.send(new PutEventsCommand({ Entries }));
    while (!written.some((line) => line.includes('could not be delivered'))) await wait(50);
    giveBack();
    await bus.send(new RemoveTargetsCommand({ Rule: 'secret', Ids: ['a'] }));
    await bus.send(new DeleteRuleCommand({ Name: 'secret' }));
    picky.close();
    assert.equal(seen[0], `Basic ${Buffer.from('me:hunter2').toString('base64')}`);
    const trail = [...local.core.trail.newestFirst(account, region)].map((record) => [
      record.about(),
      record.error,
    ]);
    const told = written.join() + JSON.stringify(trail);
    for (const secret of secrets) assert.ok(!told.includes(secret), secret);
    assert.match(told, new RegExp(`http://127\\.0\\.0\\.1:${port}/…`));
  });

  it('does not deliver to the local AWS itself, by any route', async () => {
    const { port } = new URL(local.endpoint);
    await bus.send(new PutRuleCommand({ Name: 'self', EventPattern: '{"source":["mine"]}' }));
    const reset = `:${port}/_hawser/reset`;
    for (const host of ['localhost', '127.0.0.1', '127.1', '2130706433', 'x.localhost', '[::1]']) {
      const Targets = [{ Id: 'a', Arn: `http://${host}${reset}` }];
      const { FailedEntries } = await bus.send(new PutTargetsCommand({ Rule: 'self', Targets }));
      assert.match(FailedEntries?.[0]?.ErrorMessage ?? '', /may not be the local AWS itself/, host);
    }
    const redirecting = createServer((_request, response) => {
      response.writeHead(307, { location: `${local.endpoint}/_hawser/reset` }).end();
    });
    await new Promise<void>((resolve) => redirecting.listen(0, '127.0.0.1', resolve));
    const away = `http://127.0.0.1:${(redirecting.address() as AddressInfo).port}/`;
    const lines: string[] = [];
    const giveBack = takeLines(() => (line) => void lines.push(line));
    const Targets = [{ Id: 'a', Arn: away }];
    await bus.send(new PutTargetsCommand({ Rule: 'self', Targets }));
    await bus.send(
      new PutEventsCommand({ Entries: [{ Source: 'mine', DetailType: 'x', Detail: '{}' }] }),
    );
    while (lines.length === 0) await wait(50);
    giveBack();
    redirecting.close();
    assert.equal((await bus.send(new ListRulesCommand({ NamePrefix: 'self' }))).Rules?.length, 1);
    const direct = await fetch(`${local.endpoint}/_hawser/reset`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-hawser-event-delivery': '1' },
      body: '{}',
    });
    assert.equal(direct.status, 403);
  });
});
