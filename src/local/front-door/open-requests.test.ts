// A reset runs exclusively: requests in progress end first, and new ones wait.
import assert from 'node:assert/strict';
import { createServer, get, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { OpenRequests } from './open-requests.ts';

describe('exclusive work', () => {
  const requests = new OpenRequests();
  const log: string[] = [];
  let release = (): void => undefined;
  const server = createServer((request, response) => {
    requests
      .serve(request, response, async () => {
        log.push(`begin ${request.url}`);
        if (request.url === '/waits') await new Promise<void>((resolve) => (release = resolve));
        if (request.url === '/uploads') for await (const _piece of request);
        log.push(`end ${request.url}`);
        response.end('done');
      })
      .catch(() => log.push(`broken ${request.url}`));
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
  const ask = (path: string): Promise<number | string> =>
    new Promise((resolve) => {
      get({ port, path, agent: false }, (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode ?? 0));
      }).on('error', ({ message }) => resolve(message));
    });
  const alone = (name: string) =>
    requests.alone(async () => {
      log.push(`alone ${name}`);
      await wait(50);
      log.push(`over ${name}`);
    });

  it('waits for the requests in progress, and new requests wait for it', async () => {
    log.length = 0;
    const first = ask('/waits');
    while (log.length === 0) await wait(5);
    const work = alone('one');
    await wait(20);
    const second = ask('/late');
    await wait(20);
    release();
    assert.deepEqual([await first, await second], [200, 200]);
    await work;
    assert.deepEqual(log, [
      'begin /waits',
      'end /waits',
      'alone one',
      'over one',
      'begin /late',
      'end /late',
    ]);
  });

  it('aborts requests that do not end, such as an upload', async () => {
    log.length = 0;
    const upload = request({ port, path: '/uploads', method: 'POST', agent: false });
    const broken = new Promise((resolve) => upload.on('error', resolve));
    upload.write('a piece');
    while (log.length === 0) await wait(5);
    await alone('two');
    await broken;
    assert.deepEqual(log, ['begin /uploads', 'broken /uploads', 'alone two', 'over two']);
  });

  it('runs one at a time, and requests are served again when it failed', async () => {
    log.length = 0;
    await Promise.all([
      alone('three'),
      assert.rejects(requests.alone(async () => Promise.reject(new Error('full')))),
      alone('four'),
    ]);
    assert.deepEqual(log, ['alone three', 'over three', 'alone four', 'over four']);
    assert.equal(await ask('/after'), 200);
  });
});
