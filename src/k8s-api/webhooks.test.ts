// What the API server asks webhooks before it creates a pod, and what it says where they refuse one or do not answer.
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { Stored } from './object-store.ts';
import { reviewedBy } from './webhook-call.ts';
import type { Webhook } from './webhooks.ts';

const pod = {
  metadata: { name: 'web', namespace: 'shop' },
  spec: { containers: [{ name: 'app', image: 'a' }] },
} as unknown as Stored;

describe('a webhook', () => {
  let server: Server;
  let asked: { request: { uid: string; operation: string; object: Stored } }[] = [];
  let answer: (uid: string) => object | undefined;
  before(async () => {
    server = createServer((request, response) => {
      let text = '';
      request.on('data', (piece) => {
        text += piece;
      });
      request.on('end', () => {
        const review = JSON.parse(text);
        asked.push(review);
        const told = answer(review.request.uid);
        if (told !== undefined) response.end(JSON.stringify({ response: told }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const webhook = (more: Partial<Webhook> = {}): Webhook => ({
    name: 'a.example.com',
    kind: 'validating',
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v?timeout=1s`),
    timeoutSeconds: 1,
    failurePolicy: 'Fail',
    ...more,
  });
  const message = (webhooks: readonly Webhook[]) =>
    reviewedBy(webhooks, pod).then(
      () => 'let in',
      (error: Error) => error.message,
    );

  it('is asked about the pod, and lets it in', async () => {
    asked = [];
    answer = (uid) => ({ uid, allowed: true });
    assert.equal(await message([webhook()]), 'let in');
    assert.equal(asked[0]?.request.operation, 'CREATE');
    assert.deepEqual(asked[0]?.request.object, pod);
  });

  it('changes the pod where it mutates, before those that validate are asked', async () => {
    const patch = [{ op: 'replace', path: '/spec/containers/0/image', value: 'b' }];
    asked = [];
    answer = (uid) => ({
      uid,
      allowed: true,
      patchType: 'JSONPatch',
      patch: Buffer.from(JSON.stringify(patch)).toString('base64'),
    });
    const reviewed = await reviewedBy([webhook({ kind: 'mutating' }), webhook()], pod);
    assert.match(JSON.stringify(reviewed), /"image":"b"/);
    assert.match(JSON.stringify(asked[1]), /"image":"b"/);
    assert.match(JSON.stringify(pod), /"image":"a"/);
  });

  it('refuses it in its own words', async () => {
    answer = (uid) => ({ uid, allowed: false, status: { message: 'no' } });
    assert.equal(
      await message([webhook()]),
      'admission webhook "a.example.com" denied the request: no',
    );
  });

  it('that does not answer in time refuses it, unless its failure policy is Ignore', async () => {
    answer = () => undefined;
    assert.match(
      await message([webhook()]),
      /^Internal error occurred: failed calling webhook "a.example.com": failed to call webhook: Post "http:\/\/127.0.0.1:\d+\/v\?timeout=1s": context deadline exceeded$/,
    );
    assert.equal(await message([webhook({ failurePolicy: 'Ignore' })]), 'let in');
  });

  it('that nobody serves refuses it', async () => {
    const url = new URL('http://127.0.0.1:1/v');
    assert.match(
      await message([webhook({ url })]),
      /dial tcp 127.0.0.1:1: connect: connection refused$/,
    );
    assert.match(
      await message([webhook({ service: 'policies' })]),
      /service "policies" not found$/,
    );
  });
});
