// Clients that send nothing must not block others.
import assert from 'node:assert/strict';
import { createServer, request as httpRequest } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { limitConnections, serverOptions, trustSender } from './patience.ts';

describe('A server with very many silent connections', () => {
  const server = createServer(serverOptions, (request, response) => {
    if (request.url === '/known') trustSender(request, response);
    if (request.url === '/quick') response.end('quick');
    else response.write('begun');
  });
  let port = 0;
  const silent: Socket[] = [];
  before(async () => {
    limitConnections(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  after(() => {
    for (const socket of silent) socket.destroy();
    server.closeAllConnections();
    server.close();
  });

  const get = (path: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const sent = httpRequest({ port, path, agent: false }, (answer) => {
        answer.once('data', (piece) => resolve(String(piece)));
        answer.on('error', () => undefined);
        answer.on('close', () => closed.push(path));
      });
      sent.on('error', reject);
      sent.end();
    });
  const closed: string[] = [];

  async function open(count: number, sent = 'GET / HTTP/1.1\r\nx: '): Promise<Socket[]> {
    const opened = Array.from({ length: count }, () => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(sent);
      return socket;
    });
    silent.push(...opened);
    await wait(200);
    return opened;
  }
  const left = (sockets: readonly Socket[]): number =>
    sockets.filter(({ destroyed }) => !destroyed).length;

  it('closes the oldest of them, answers clients that send a request, and keeps identified clients', async () => {
    assert.equal(await get('/known'), 'begun');
    assert.equal(await get('/unknown'), 'begun');
    await open(400);
    assert.equal(await get('/quick'), 'quick');
    await wait(2_500);
    const connections = await new Promise<number>((resolve) =>
      server.getConnections((_, n) => resolve(n)),
    );
    assert.ok(connections <= 258, `${connections} connections are left`);
    assert.ok(left(silent) <= 257);
    assert.deepEqual(closed, ['/quick', '/unknown']);
    assert.equal(await get('/quick'), 'quick');
  });

  it('holds at most 3 MiB of what they have sent', async () => {
    const opened = await open(250, `GET / HTTP/1.1\r\nx: ${'x'.repeat(16_000)}`);
    for (let looks = 0; left(opened) * 16_000 > 3 << 20 && looks < 50; looks++) await wait(100);
    assert.ok(left(opened) * 16_000 <= 3 << 20, `${left(opened)} are left`);
    assert.ok(left(opened) > 150);
    assert.equal(await get('/quick'), 'quick');
  });
});
