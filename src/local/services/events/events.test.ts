import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import {
  BatchDeleteImageCommand,
  CreateRepositoryCommand,
  PutReplicationConfigurationCommand,
  StartImageScanCommand,
} from '@aws-sdk/client-ecr';
import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
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

interface Received {
  readonly source: string;
  readonly 'detail-type': string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

describe('EventBridge', () => {
  let local: LocalEcr;
  let bus: EventBridgeClient;
  let server: Server;
  let received: Received[] = [];
  before(async () => {
    server = createServer(async (request, response) => {
      let text = '';
      for await (const chunk of request) text += chunk;
      received.push(JSON.parse(text));
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    local = await startLocalEcr();
    bus = busIn(region);
    await listen(bus, 'all', { source: ['aws.ecr'] });
    await local.client().send(new CreateRepositoryCommand({ repositoryName: 'app' }));
  });
  after(async () => {
    bus.destroy();
    await local.close();
    server.close();
    server.closeAllConnections();
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
  const next = async (count: number): Promise<Received[]> => {
    const limit = Date.now() + 5_000;
    while (received.length < count && Date.now() < limit) await wait(10);
    const taken = received;
    received = [];
    assert.equal(taken.length, count);
    return taken;
  };

  it('tells of pushed and deleted images, in the form of AWS', async () => {
    const { manifest } = await local.push('app', 'v1');
    const [pushed] = await next(1);
    const { id, time, ...event } = pushed as Received & { id: string; time: string };
    assert.match(id, /^[0-9a-f-]{36}$/);
    assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.deepEqual(event, {
      version: '0',
      'detail-type': 'ECR Image Action',
      source: 'aws.ecr',
      account,
      region,
      resources: [],
      detail: {
        'repository-name': 'app',
        result: 'SUCCESS',
        'image-digest': manifest.digest,
        'action-type': 'PUSH',
        'image-tag': 'v1',
      },
    });
    const imageIds = [{ imageDigest: manifest.digest }];
    await local.client().send(new BatchDeleteImageCommand({ repositoryName: 'app', imageIds }));
    const [deleted] = await next(1);
    assert.equal(deleted?.detail['action-type'], 'DELETE');
    assert.equal(deleted?.detail['image-tag'], 'v1');
  });

  it('tells of scans once they have ended', async () => {
    const { manifest } = await local.push('app', 'v2');
    await next(1);
    const imageId = { imageDigest: manifest.digest };
    await local.client().send(new StartImageScanCommand({ repositoryName: 'app', imageId }));
    await local.advance('2s');
    const [scanned] = await next(1);
    assert.equal(scanned?.['detail-type'], 'ECR Image Scan');
    assert.equal(scanned?.detail['scan-status'], 'FAILED');
    assert.deepEqual(scanned?.detail['image-tags'], ['v2']);
  });

  it('tells the destination of replicated images', async () => {
    const far = busIn('us-west-2');
    await listen(far, 'far', { 'detail-type': ['ECR Replication Action'] });
    far.destroy();
    const destinations = [{ region: 'us-west-2', registryId: account }];
    const replicationConfiguration = { rules: [{ destinations }] };
    await local.client().send(new PutReplicationConfigurationCommand({ replicationConfiguration }));
    await local.push('app', 'v3');
    const arrived = (await next(2)).find((event) => event.region === 'us-west-2');
    assert.deepEqual(arrived?.resources, [`arn:aws:ecr:us-west-2:${account}:repository/app`]);
    assert.equal(arrived?.detail['source-region'], region);
  });

  it('takes events of its own, and says which it does not take', async () => {
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

  it('keeps rules, lists them and lets them go', async () => {
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

  it('refuses targets that it cannot reach', async () => {
    for (const Arn of [`arn:aws:sqs:${region}:${account}:queue`, 'file:../escape', 'ftp://x/']) {
      const Targets = [{ Id: 'one', Arn }];
      const { FailedEntries } = await bus.send(new PutTargetsCommand({ Rule: 'all', Targets }));
      assert.match(FailedEntries?.[0]?.ErrorMessage ?? '', /does not deliver/);
    }
  });
});
