// An answer that takes long is made once for everybody who waits for it, and not for those who are gone.
import assert from 'node:assert/strict';
import { createServer, get } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { SharedAnswer } from './shared-answer.ts';

describe('a shared answer', () => {
  let made = 0;
  let isFailing = false;
  const answer = new SharedAnswer();
  const server = createServer((request, response) => {
    answer
      .send(request, response, async () => {
        made++;
        await wait(60);
        if (isFailing) throw new Error('no');
        return [Buffer.from(`{"made":`), Buffer.from(`${made}}`)];
      })
      .catch(() => {
        response.writeHead(500);
        response.end();
      });
  });
  let port = 0;
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  const ask = (): Promise<string> =>
    new Promise((resolve, reject) => {
      get({ port, agent: false }, async (response) => {
        const pieces = await response.toArray();
        resolve(response.statusCode === 200 ? pieces.join('') : `${response.statusCode}`);
      }).on('error', reject);
    });

  it('is made once for who asks first, and once more for all who ask meanwhile', async () => {
    made = 0;
    const first = ask();
    while (made === 0) await wait(5);
    const others = await Promise.all(Array.from({ length: 50 }, ask));
    assert.equal(await first, '{"made":1}');
    assert.deepEqual(new Set(others), new Set(['{"made":2}']));
  });

  it('is not made for clients that are gone, however many requests they sent ahead', async () => {
    made = 0;
    const first = ask();
    while (made === 0) await wait(5);
    const gone = Array.from({ length: 20 }, () => connect(port, '127.0.0.1'));
    for (const socket of gone) socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(16));
    await wait(20);
    for (const socket of gone) socket.destroy();
    await first;
    await wait(100);
    assert.equal(made, 1);
    assert.equal(await ask(), '{"made":2}');
  });

  it('waits for a slow reader with one listener', async () => {
    const warnings: string[] = [];
    const note = ({ name }: Error): void => void warnings.push(name);
    process.on('warning', note);
    const pieces = Array.from({ length: 40 }, () => Buffer.alloc(256 << 10, ' '));
    const slow = createServer((request, response) => {
      new SharedAnswer().send(request, response, async () => pieces).catch(() => undefined);
    });
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
    const read = await new Promise<number>((resolve, reject) => {
      get({ port: (slow.address() as AddressInfo).port, agent: false }, async (response) => {
        await wait(50);
        let length = 0;
        for await (const piece of response) length += (piece as Buffer).length;
        resolve(length);
      }).on('error', reject);
    });
    slow.close();
    process.off('warning', note);
    assert.equal(read, 40 * (256 << 10));
    assert.deepEqual(warnings, []);
  });

  it('is made anew after it failed', async () => {
    isFailing = true;
    assert.equal(await ask(), '500');
    isFailing = false;
    assert.match(await ask(), /made/);
  });
});
