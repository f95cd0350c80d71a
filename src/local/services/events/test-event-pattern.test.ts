import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { EventBridgeClient, TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import {
  account,
  type LocalEcr,
  region,
  startLocalEcr,
} from '../../../../test/support/local-ecr.ts';

describe('TestEventPattern', () => {
  let local: LocalEcr;
  let bus: EventBridgeClient;
  before(async () => {
    local = await startLocalEcr();
    const credentials = { accessKeyId: account, secretAccessKey: 'test' };
    bus = new EventBridgeClient({ endpoint: local.endpoint, region, credentials, maxAttempts: 1 });
  });
  after(async () => {
    bus.destroy();
    await local.close();
  });

  const event = {
    id: '1',
    account,
    source: 'mine',
    time: '2026-01-01T00:00:00Z',
    region,
    'detail-type': 'Thing',
    detail: {},
  };
  const test = async (pattern: object, Event: string) => {
    const EventPattern = JSON.stringify(pattern);
    return (await bus.send(new TestEventPatternCommand({ EventPattern, Event }))).Result;
  };

  it('accepts an event without resources and version', async () => {
    assert.equal(await test({ source: ['mine'] }, JSON.stringify(event)), true);
    assert.equal(await test({ source: ['other'] }, JSON.stringify(event)), false);
  });

  for (const text of ['"plain"', '[1]', '{', 'null']) {
    it(`refuses ${text} as an event, without a reason`, async () => {
      await assert.rejects(test({ source: ['mine'] }, text), {
        name: 'ValidationException',
        message: 'Parameter Event is not valid.',
      });
    });
  }

  it('names the missing field of an event', async () => {
    const { source: _source, ...rest } = event;
    await assert.rejects(test({ source: ['mine'] }, JSON.stringify(rest)), {
      name: 'ValidationException',
      message: 'Parameter Event is not valid. Reason: source is missing.',
    });
  });
});
