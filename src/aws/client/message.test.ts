// HTTP/1.1 responses that arrive in chunks of any size (RFC 9112).
import assert from 'node:assert/strict';
import { Socket } from 'node:net';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readMessage } from './message.ts';

/** Reads a response that arrives in chunks; `over` ends the connection after them. */
function read(pieces: string[], over = true) {
  const socket = new Socket();
  const answer = readMessage(socket, 'whole');
  for (const piece of pieces) socket.emit('data', Buffer.from(piece, 'latin1'));
  if (over) socket.emit('close', false);
  return answer;
}

describe('an answer', () => {
  const rows: [string, string, number, string][] = [
    ['by length', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi', 200, 'hi'],
    [
      'by chunks',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nhi\r\nA\r\n0123456789\r\n0\r\n\r\n',
      200,
      'hi0123456789',
    ],
    ['by the end of the connection', 'HTTP/1.0 500 No\r\n\r\nbroken', 500, 'broken'],
    ['without a body', 'HTTP/1.1 204 No Content\r\n\r\n', 204, ''],
    [
      'after an interim one',
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n',
      404,
      '',
    ],
  ];
  for (const [what, text, status, body] of rows) {
    it(`${what} is read however it is cut`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.nat(text.length), { maxLength: 5 }), async (cuts) => {
          const at = [0, ...cuts.toSorted((a, b) => a - b), text.length];
          const pieces = at.slice(1).map((end, index) => text.slice(at[index], end));
          const answer = await read(pieces);
          assert.deepEqual([answer.status, answer.body], [status, body]);
        }),
        { numRuns: 40 },
      );
    });
  }

  it('has headers with lower-case names', async () => {
    const { headers } = await read(['HTTP/1.1 200 OK\r\nDate:  now \r\nContent-Length: 0\r\n\r\n']);
    assert.equal(headers.date, 'now');
  });

  it('is complete before the connection ends if it states its length', async () => {
    const { body } = await read(['HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'], false);
    assert.equal(body, 'hi');
  });

  const bad: [string, string, object][] = [
    ['is no HTTP', 'SSH-2.0-OpenSSH\r\n', { code: 'NOT_AWS' }],
    ['has no number', 'HTTP/1.1 OK\r\n\r\n', { code: 'NOT_AWS' }],
    [
      'has a length that is none',
      'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n',
      { code: 'NOT_AWS' },
    ],
    [
      'has chunks that are none',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n',
      { code: 'NOT_AWS' },
    ],
    ['never ends', `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(1_100_000)}`, { code: 'NOT_AWS' }],
    ['is cut off', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi', { message: /closed within/ }],
    ['is nothing', '', { message: /closed within/ }],
  ];
  for (const [what, text, error] of bad) {
    it(`that ${what} is refused`, () =>
      assert.rejects(read([text], !what.startsWith('never')), error));
  }
});
