// What somebody who shows no credentials can hold of the local AWS, and for how long.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { type LocalEcr, startLocalEcr } from '../support/local-ecr.ts';
import { startLocalProcess } from '../support/local-process.ts';

const mebibyte = 1 << 20;
/** Longest that anybody may hold anything, in milliseconds. */
const longest = 30_000;

describe('Unidentified clients', { timeout: 90_000 }, () => {
  let local: LocalEcr;
  before(async () => {
    local = await startLocalEcr();
  });
  after(() => local.close());

  /** @returns what the server said, and after how many milliseconds it closed the connection. */
  function open(head: string, sent: Buffer, trickle: boolean) {
    const begun = performance.now();
    const socket: Socket = connect(Number(new URL(local.endpoint).port), '127.0.0.1');
    let said = '';
    socket.on('data', (piece) => {
      said += piece;
    });
    socket.on('error', () => undefined);
    socket.write(head);
    socket.write(sent);
    const drops = setInterval(() => trickle && socket.writable && socket.write('a'), 1_000);
    return new Promise<{ said: string; lasted: number }>((resolve) => {
      socket.on('close', () => {
        clearInterval(drops);
        resolve({ said, lasted: performance.now() - begun });
      });
    });
  }
  const head = (path: string, ...headers: string[]) =>
    [`POST ${path} HTTP/1.1`, 'Host: localhost', ...headers, '', ''].join('\r\n');
  const signed = (key: string) =>
    `Authorization: AWS4-HMAC-SHA256 Credential=${key}/20260101/us-east-1/ecr/aws4_request, SignedHeaders=host, Signature=x`;
  const target =
    'X-Amz-Date: 20260101T000000Z\r\nX-Amz-Target: AmazonEC2ContainerRegistry_V20150921.UploadLayerPart';
  const json = 'Content-Type: application/json';

  it('hold neither much memory nor any connection for long, and others are served', async () => {
    const length = `Content-Length: ${27 * mebibyte}`;
    const most = Buffer.alloc(26 * mebibyte, 'a');
    const before = process.memoryUsage().arrayBuffers;
    const kinds: readonly (readonly [string, Buffer, number])[] = [
      [head('/', length, target, signed('test')), most, 40],
      [head('/', length, target, signed('AKIAIOSFODNN7EXAMPLE')), most, 10],
      [head('/', length, target), most, 10],
      [head('/', 'Content-Length: 60000'), Buffer.alloc(10), 40],
      [head('/', 'Transfer-Encoding: chunked', target, signed('test')), Buffer.from('9\r\nab'), 10],
      [head('/_hawser/clock', 'Content-Length: 1000000', json), Buffer.alloc(10), 10],
      [head('/v2/app/blobs/uploads/', length), most, 10],
      ['GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ', Buffer.alloc(1, 'a'), 200],
      ['', Buffer.alloc(0), 20],
    ];
    const held = kinds.flatMap(([text, sent, count]) =>
      Array.from({ length: count }, () => open(text, sent, text !== '')),
    );
    let highest = 0;
    for (let second = 0; second < 8; second++) {
      await wait(1_000);
      highest = Math.max(highest, process.memoryUsage().arrayBuffers - before);
      assert.equal((await fetch(`${local.endpoint}/_hawser/health`)).status, 200);
    }
    assert.ok(
      highest < 150 * mebibyte,
      `${Math.round(highest / mebibyte)} MiB with the test's own`,
    );
    for (const { lasted } of await Promise.all(held)) assert.ok(lasted < longest, `${lasted} ms`);
    const name = { repositoryName: 'afterwards' };
    const { CreateRepositoryCommand } = await import('@aws-sdk/client-ecr');
    await local.client().send(new CreateRepositoryCommand(name));
  });

  it('get the reason of a refusal before they have sent a large body', async () => {
    const length = `Content-Length: ${27 * mebibyte}`;
    const key = signed('AKIAIOSFODNN7EXAMPLE');
    const { said } = await open(head('/', length, target, key), Buffer.alloc(0), false);
    assert.match(said, /^HTTP\/1\.1 400 .*UnrecognizedClientException/s);
  });

  it('cannot pipeline requests', async () => {
    const many = 'GET /_hawser/world HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(500);
    const { said } = await open(many, Buffer.alloc(0), false);
    assert.equal(said, '', 'the connection is closed without an answer');
  });
});

describe('A process that is flooded with connections', { timeout: 60_000 }, () => {
  it('takes little more memory than before', async () => {
    const data = await mkdtemp(join(tmpdir(), 'hawser-strangers-'));
    const local = await startLocalProcess(data);
    let isOver = false;
    const sockets = new Set<Socket>();
    const attack = (): void => {
      if (isOver) return;
      const socket = connect(Number(new URL(local.endpoint).port), '127.0.0.1');
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        setTimeout(attack, 20);
      });
      socket.write(`GET / HTTP/1.1\r\nHost: localhost\r\n${'a: b\r\n'.repeat(1_500)}`);
    };
    try {
      for (let call = 0; call < 100; call++) await fetch(`${local.endpoint}/_hawser/health`);
      const before = (await local.memory()) ?? 0;
      for (let client = 0; client < 1_000; client++) attack();
      let highest = before;
      for (let look = 0; look < 28; look++) {
        await wait(250);
        highest = Math.max(highest, (await local.memory()) ?? 0);
      }
      const more = (highest - before) / mebibyte;
      assert.ok(more < 48, `${Math.round(more)} MiB more`);
      assert.equal((await fetch(`${local.endpoint}/_hawser/health`)).status, 200);
    } finally {
      isOver = true;
      for (const socket of sockets) socket.destroy();
      await local.stop();
      await rm(data, { recursive: true });
    }
  });
});
