import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import {
  account,
  type LocalEcr,
  region,
  startLocalEcr,
} from '../../../../test/support/local-ecr.ts';

const limit = 1_048_576;

describe('the size of PutEvents', () => {
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

  const put = (Entries: PutEventsRequestEntry[]) => bus.send(new PutEventsCommand({ Entries }));
  /** An entry of that many bytes, most of them two for a character. */
  const entryOf = (size: number): PutEventsRequestEntry => {
    const left = size - 'mineThing{"a":""}'.length;
    const text = 'é'.repeat(Math.floor(left / 2)) + 'e'.repeat(left % 2);
    return { Source: 'mine', DetailType: 'Thing', Detail: JSON.stringify({ a: text }) };
  };
  const refused = {
    name: 'ValidationException',
    message: 'Total size of the entries in the request is over the limit.',
  };

  it('may be the limit, over all entries', async () => {
    const { FailedEntryCount } = await put([entryOf(limit - 1000), entryOf(1000)]);
    assert.equal(FailedEntryCount, 0);
  });

  it('may not be more', async () => {
    await assert.rejects(put([entryOf(limit - 1000), entryOf(1001)]), refused);
    await assert.rejects(put([entryOf(limit + 1)]), refused);
  });

  it('counts resources, and 14 bytes for a time', async () => {
    const entry = { ...entryOf(limit - 20), Time: new Date(0) };
    assert.equal((await put([{ ...entry, Resources: ['é', 'abcd'] }])).FailedEntryCount, 0);
    await assert.rejects(put([{ ...entry, Resources: ['é', 'abcde'] }]), refused);
  });
});
