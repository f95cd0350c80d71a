// Several requests write to one upload at the same time.
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { digestOf } from '../../../src/oci/digest.ts';
import type { Machine } from './machine.ts';
import { contentOf } from './world.ts';

/**
 * Sends pieces to one upload at once, and completes it meanwhile with the digest of one of them.
 * @throws AssertionError when something is acknowledged, or given out, under a digest that it does not have.
 */
export async function writeTogether(
  machine: Machine,
  path: string,
  { seed, count, delay }: { readonly seed: number; readonly count: number; readonly delay: number },
): Promise<void> {
  const begun = await machine.registry('POST', `${path}/blobs/uploads/`);
  const upload = begun.headers.get('location') ?? '';
  const pieces = Array.from({ length: count }, (_, index) => contentOf(seed + index, 150_000));
  const digests = pieces.map((piece) => digestOf(piece));
  const answers = await Promise.all([
    ...pieces.map(
      async (piece) => (await machine.registry('PATCH', upload, slowly(piece, delay))).status,
    ),
    ...digests.map(async (digest) => {
      await wait(delay * 2);
      return (await machine.registry('PUT', `${upload}?digest=${digest}`)).status;
    }),
  ]);
  const allowed = new Set([201, 400, 404, 416]);
  assert.ok(
    answers.every((status) => allowed.has(status)),
    `writers of one upload were answered ${answers.join(', ')}`,
  );
  for (const [index, digest] of digests.entries()) {
    const { status, body } = await machine.registry('GET', `${path}/blobs/${digest}`);
    if (answers[count + index] === 201) assert.equal(status, 200, `${digest} was acknowledged`);
    if (status === 200) assert.equal(digestOf(body), digest);
  }
}

/** A body in two halves, with a pause between them. */
function slowly(content: Buffer, delay: number): ReadableStream<Uint8Array> {
  const halves = [content.subarray(0, content.length >> 1), content.subarray(content.length >> 1)];
  return new ReadableStream({
    async start(controller) {
      for (const half of halves) {
        controller.enqueue(new Uint8Array(half));
        await wait(delay);
      }
      controller.close();
    },
  });
}
