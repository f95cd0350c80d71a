// API servers that answer too much, too slowly, without end, or something else than the Kubernetes API.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { podsIn } from '../fleet/scope.ts';
import { type Bounds, usualBounds } from './answer-bounds.ts';
import { openCluster } from './cluster.ts';
import { podsOfWorkload } from './workload.ts';

describe('an API server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hawser-bounds-'));
  const previous = process.env.KUBECONFIG;
  let answer: (response: ServerResponse) => void = () => {};
  let asked = 0;
  const server = createServer((_request, response) => {
    asked++;
    response.writeHead(200, { 'content-type': 'application/json' });
    answer(response);
  });
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    process.env.KUBECONFIG = join(folder, 'kubeconfig');
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const config = {
      clusters: [{ name: 'c', cluster: { server: address } }],
      users: [{ name: 'u', user: { token: 't' } }],
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      'current-context': 'x',
    };
    writeFileSync(process.env.KUBECONFIG, JSON.stringify(config));
  });
  after(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
    if (previous === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = previous;
  });

  const allPods = (bounds: Partial<Bounds> = {}) =>
    podsIn(openCluster(undefined, { ...usualBounds, ...bounds }), { workloads: [] });
  const answering = (body: unknown) => (response: ServerResponse) =>
    void response.end(JSON.stringify(body));
  const unseen = (why: RegExp) => (error: Error & { code?: string }) => {
    assert.equal(error.code, 'CLUSTER_UNSEEN');
    assert.match(error.message, why);
    return true;
  };
  /** A list that is written on and on, until nobody reads it any more. */
  const endless = (response: ServerResponse) => {
    response.on('error', () => {});
    response.write('{"kind":"PodList","items":[');
    const write = () => {
      while (!response.destroyed && response.write(`"${'x'.repeat(65_536)}",`));
      if (!response.destroyed) response.once('drain', write);
    };
    write();
  };

  it('may send that much for an answer only', async () => {
    answer = endless;
    const more = /AnswerError: the API server sends more than 1000000 bytes for an answer/;
    await assert.rejects(allPods({ bytes: 1_000_000 }), unseen(more));
  });

  it('may send that much in all only', async () => {
    const item = { metadata: { name: 'p', annotations: { a: 'x'.repeat(1000) } } };
    answer = answering({ metadata: { continue: 'more' }, items: [item] });
    const more = /sends more than 20000 bytes for all answers/;
    await assert.rejects(allPods({ bytesInAll: 20_000 }), unseen(more));
  });

  it('may take that long for an answer only, also where it sends a little all the time', async () => {
    answer = (response) => {
      const dripping = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(dripping));
    };
    const slow = /AnswerError: the API server takes longer than 0.3 seconds for an answer/;
    await assert.rejects(allPods({ time: 300 }), unseen(slow));
  });

  it('may take that long in all only', async () => {
    const items = [{ metadata: { name: 'p' } }];
    answer = (response) =>
      void setTimeout(() => answering({ metadata: { continue: 'more' }, items })(response), 20);
    const slow = /takes longer than 0.3 seconds for all answers/;
    await assert.rejects(allPods({ timeInAll: 300 }), unseen(slow));
  });

  it('is not followed through empty pages without end', async () => {
    asked = 0;
    answer = answering({ metadata: { continue: 'more' }, items: [] });
    await assert.rejects(allPods(), unseen(/AnswerError: .*one empty page .* after another/));
    assert.ok(asked < 200, `${asked} pages`);
  });

  it('may have some empty pages before others', async () => {
    let page = 0;
    answer = (response) => {
      const isLast = ++page === 20;
      const metadata = isLast ? {} : { continue: `${page}` };
      answering({ metadata, items: isLast ? [{ metadata: { name: 'p' } }] : [] })(response);
    };
    assert.deepEqual(
      (await allPods()).map(({ metadata }) => metadata?.name),
      ['p'],
    );
  });

  for (const [what, items] of [
    ['no list', undefined],
    ['a number', 7],
    ['a list of nothing', [null, 7]],
    ['a list of objects without metadata', [{ metadata: null }]],
    ['pods with containers that are none', [{ metadata: {}, spec: { containers: 7 } }]],
  ] as const) {
    it(`that answers ${what} for pods is not one of Kubernetes`, async () => {
      answer = answering({ kind: 'PodList', items });
      await assert.rejects(
        allPods(),
        unseen(/AnswerError: the answer is not of the Kubernetes API/),
      );
    });
  }

  it('that has a workload without a selector does not make every pod the workload’s', async () => {
    answer = answering({ metadata: { name: 'web' }, items: [{ metadata: { name: 'other' } }] });
    const web = { kind: 'deployment', name: 'web', namespace: 'shop' } as const;
    await assert.rejects(podsOfWorkload(openCluster(), web), unseen(/it has no selector/));
  });
});
