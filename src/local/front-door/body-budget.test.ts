// How much memory the bodies of unidentified senders use together.
import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { BodyTooLarge } from '../../http/body.ts';
import { BodyBudget } from './body-budget.ts';

const mebibyte = 1 << 20;
const limit = 27 * mebibyte;

function incoming(length: number | undefined): PassThrough & IncomingMessage {
  const headers =
    length === undefined ? { 'transfer-encoding': 'chunked' } : { 'content-length': `${length}` };
  return Object.assign(new PassThrough(), { headers }) as unknown as PassThrough & IncomingMessage;
}

describe('The budget for bodies', () => {
  it('returns a body unchanged', async () => {
    const request = incoming(5);
    request.write('hel');
    request.end('lo');
    assert.equal((await new BodyBudget().read(request, limit)).toString(), 'hello');
  });

  it('refuses a body that is too large, at once if it has a Content-Length, else when it exceeds the limit', async () => {
    const budget = new BodyBudget();
    await assert.rejects(budget.read(incoming(limit + 1), limit), BodyTooLarge);
    for (const length of [undefined, 4]) {
      const request = incoming(length);
      request.end(Buffer.alloc(mebibyte + 1));
      await assert.rejects(budget.read(request, limit), BodyTooLarge);
    }
  });

  it('leaves a body on its connection until there is room, in order of arrival', async () => {
    const budget = new BodyBudget();
    const order: string[] = [];
    const note = (name: string) => () => void order.push(name);
    const [first, second] = [incoming(20 * mebibyte), incoming(20 * mebibyte)];
    const third = incoming(20_000);
    const readings = [
      budget.read(first, limit).then(note('first')),
      budget.read(second, limit).then(note('second')),
      budget.read(third, limit).then(note('third')),
    ];
    second.end(Buffer.alloc(1));
    third.end('abc');
    await turn();
    assert.deepEqual(order, []);
    first.end(Buffer.alloc(1));
    await Promise.all(readings);
    assert.deepEqual(order, ['first', 'second', 'third']);
  });

  it('always has room for small calls, however many large bodies are slow', async () => {
    const budget = new BodyBudget();
    const slow = Array.from({ length: 60 }, () => incoming(limit));
    const readings = slow.map((request) => budget.read(request, limit));
    const small = incoming(5);
    small.end('small');
    assert.equal((await budget.read(small, limit)).toString(), 'small');
    for (const request of slow) request.destroy();
    await Promise.allSettled(readings);
  });

  it('frees the room of a client that disconnects, whether its body was being read or waiting', async () => {
    const budget = new BodyBudget();
    const [first, second, third] = [incoming(limit), incoming(limit), incoming(limit)];
    const broken = [budget.read(first, limit), budget.read(second, limit)];
    const reading = budget.read(third, limit);
    second.destroy();
    first.destroy(new Error('reset'));
    third.end('well');
    assert.equal((await reading).toString(), 'well');
    for (const { status } of await Promise.allSettled(broken)) assert.equal(status, 'rejected');
  });

  it('lets at most 64 bodies wait', async () => {
    const budget = new BodyBudget();
    const requests = Array.from({ length: 70 }, () => incoming(limit));
    const outcomes = Promise.allSettled(requests.map((request) => budget.read(request, limit)));
    for (const request of requests) request.end();
    const refused = (await outcomes).filter(({ status }) => status === 'rejected');
    assert.equal(refused.length, 5);
  });
});
