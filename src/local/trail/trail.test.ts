// What the trail keeps when there is more than its capacity.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Trail, type TrailCall } from './trail.ts';

const account = '111122223333';
const region = 'eu-west-1';
const call = (eventName: string, serviceEventDetails?: object): TrailCall => ({
  at: 0,
  region,
  eventSource: 'ecr.amazonaws.com',
  eventName,
  caller: undefined,
  accounts: [account],
  sourceIp: '127.0.0.1',
  userAgent: 'test',
  requestId: undefined,
  error: undefined,
  about: () => ({ resources: [], parameters: undefined }),
  ...(serviceEventDetails === undefined ? {} : { serviceEventDetails }),
});
const names = (trail: Trail, before?: number) =>
  [...trail.newestFirst(account, region, before)].map(({ eventName }) => eventName);

describe('The trail', () => {
  it('lists calls and service events in one order, newest first', () => {
    const trail = new Trail();
    trail.record(call('a'));
    trail.record(call('b', {}));
    trail.record(call('c', {}));
    trail.record(call('d'));
    assert.deepEqual(names(trail), ['d', 'c', 'b', 'a']);
    assert.deepEqual(names(trail, 2), ['b', 'a']);
    trail.clear();
    assert.deepEqual(names(trail), []);
  });

  it('loses no call to a lifecycle policy that deletes many images', () => {
    const trail = new Trail();
    trail.record(call('PutImage'));
    for (let count = 0; count < 10_001; count++) trail.record(call('PolicyExecutionEvent', {}));
    const found = names(trail);
    assert.equal(found.length, 10_001);
    assert.equal(found.at(-1), 'PutImage');
  });

  it('drops the oldest calls', () => {
    const trail = new Trail();
    for (let count = 0; count < 10_003; count++) trail.record(call(`${count}`));
    const found = names(trail);
    assert.deepEqual([found.length, found[0], found.at(-1)], [10_000, '10002', '3']);
  });

  it('keeps nothing of a dropped call in the next one, and does not change a call that was returned', () => {
    const trail = new Trail();
    trail.record({ ...call('first'), requestId: 'r', error: { code: 'E', message: 'm' }, size: 9 });
    const [first] = [...trail.newestFirst(account, region)];
    for (let count = 0; count < 10_000; count++) trail.record(call(`${count}`));
    const newest = trail.newestFirst(account, region).next().value;
    assert.deepEqual(
      [newest?.eventName, newest?.requestId, newest?.error, newest?.size],
      ['9999', undefined, undefined, undefined],
    );
    assert.deepEqual([first?.eventName, first?.requestId, first?.size], ['first', 'r', 9]);
  });

  it('keeps the first 1,024 characters of user agents and messages, as CloudTrail does', () => {
    const trail = new Trail();
    const long = 'x'.repeat(5_000);
    trail.record({ ...call('a'), userAgent: long, error: { code: 'E', message: long } });
    const [kept] = [...trail.newestFirst(account, region)];
    assert.deepEqual([kept?.userAgent.length, kept?.error?.message.length], [1_024, 1_024]);
  });

  it('drops the oldest calls when all of them are large', () => {
    const trail = new Trail();
    for (let count = 0; count < 9_000; count++) trail.record({ ...call(`${count}`), size: 8_000 });
    const found = names(trail);
    assert.equal(found[0], '8999');
    assert.ok(found.length > 3_000 && found.length < 4_200, `${found.length}`);
  });
});
