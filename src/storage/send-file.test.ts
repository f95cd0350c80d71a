import assert from 'node:assert/strict';
import { mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { digestOf } from '../oci/digest.ts';
import { nativeSendFile } from './native-sendfile.ts';
import { sendBody } from './send-file.ts';

const content = Buffer.alloc(24 << 20, 'the kernel sends what it has ');
const size = content.length;

describe('a file sent as the body of an HTTP response', () => {
  let folder = '';
  let path = '';
  let origin = '';
  const failures: unknown[] = [];
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      failures.push(error);
      response.destroy();
    });
  });

  async function serve({ url = '' }: IncomingMessage, response: ServerResponse): Promise<void> {
    const [start = 0, end = 0] = url.slice(1).split('-').map(Number);
    response.writeHead(200, { 'content-length': end - start + 1 });
    await sendBody(path, response, { start, end });
    response.end();
  }

  async function fetched(start: number, end: number): Promise<Buffer> {
    const response = await fetch(`${origin}/${start}-${end}`);
    return Buffer.from(await response.arrayBuffer());
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hawser-send-'));
    path = join(folder, 'content');
    await writeFile(path, content);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('is sent by the kernel on Linux', async () => {
    assert.equal((await nativeSendFile()) !== undefined, process.platform === 'linux');
  });

  it('arrives whole', async () => {
    assert.equal(digestOf(await fetched(0, size - 1)), digestOf(content));
  });

  it('arrives as the range that was asked for', async () => {
    const range = fc.tuple(fc.nat(size - 1), fc.nat(3 << 20));
    await fc.assert(
      fc.asyncProperty(range, async ([start, length]) => {
        const end = Math.min(start + length, size - 1);
        assert.ok((await fetched(start, end)).equals(content.subarray(start, end + 1)));
      }),
      { numRuns: 40 },
    );
  });

  it('arrives intact at a client that is slower than the file', async () => {
    const response = await new Promise<IncomingMessage>((resolve) => {
      get(`${origin}/0-${size - 1}`, resolve);
    });
    const chunks: Buffer[] = [];
    for await (const chunk of response as AsyncIterable<Buffer>) {
      if (chunks.length % 50 === 0) await sleep(5);
      chunks.push(chunk);
    }
    assert.equal(digestOf(Buffer.concat(chunks)), digestOf(content));
  });

  it('arrives at each of several clients', async () => {
    const bodies = await Promise.all(
      [0, 1, 2, 3, 4, 5].map((start) => fetched(start, size - 1 - start)),
    );
    for (const [start, body] of bodies.entries()) {
      assert.ok(body.equals(content.subarray(start, size - start)));
    }
  });

  it('precedes the answer to the next request of its connection', async () => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const ask = (range: string, connection: string): string =>
      `GET /${range} HTTP/1.1\r\nHost: local\r\nConnection: ${connection}\r\n\r\n`;
    socket.write(ask(`0-${size - 1}`, 'keep-alive') + ask('5-9', 'close'));
    const chunks: Buffer[] = [];
    for await (const chunk of socket as AsyncIterable<Buffer>) chunks.push(chunk);
    const answer = Buffer.concat(chunks);
    const bodyAt = answer.indexOf('\r\n\r\n') + 4;
    assert.ok(answer.subarray(bodyAt, bodyAt + size).equals(content));
    const second = answer.subarray(bodyAt + size).toString();
    assert.match(second, /^HTTP\/1\.1 200 OK\r\n/);
    assert.ok(second.endsWith(content.subarray(5, 10).toString()));
  });

  /** Requests the file, and disconnects while it is sent. */
  async function breakOff(): Promise<void> {
    failures.length = 0;
    const response = await new Promise<IncomingMessage>((resolve) => {
      get(`${origin}/0-${size - 1}`, resolve);
    });
    await sleep(20);
    response.destroy();
    while (failures.length === 0) await sleep(5);
  }

  it('is cancelled when the client disconnects', async () => {
    await breakOff();
    assert.match(String(failures[0]), /the client disconnected|EPIPE|ECONNRESET|ECANCELED/);
  });

  const skip = process.platform !== 'linux' && 'needs /proc';
  it('is closed when the client disconnects', { skip }, async () => {
    await breakOff();
    const descriptors = await readdir('/proc/self/fd');
    const open = descriptors.map((name) => readlink(join('/proc/self/fd', name)).catch(() => ''));
    assert.equal((await Promise.all(open)).includes(path), false);
  });

  it('fails when the file is shorter than stated', async () => {
    failures.length = 0;
    await assert.rejects(fetched(0, size + 9), /terminated/);
    assert.match(String(failures[0]), /the file ended early/);
  });
});
