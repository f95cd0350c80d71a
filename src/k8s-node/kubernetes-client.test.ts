import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { follow } from './follow.ts';
import { clientFromKubeconfig, createKubernetesClient } from './kubernetes-client.ts';

describe('the Kubernetes client', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hawser-client-'));
  const seen: IncomingMessage[] = [];
  let watches = 0;
  const pod = (name: string, resourceVersion: string) => ({
    metadata: { name, uid: name, resourceVersion },
  });
  const server = createServer((request, response) => {
    seen.push(request);
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://api');
    if (pathname.endsWith('/refused')) {
      response.writeHead(403).end(JSON.stringify({ kind: 'Status', message: 'pods is forbidden' }));
    } else if (pathname.endsWith('/broken')) response.writeHead(502).end('<html>');
    else if (searchParams.get('watch') !== 'true') {
      const items = watches < 2 ? [pod('a', '1')] : [pod('c', '9')];
      response.end(JSON.stringify({ metadata: { resourceVersion: '1' }, items }));
    } else if (++watches === 1) {
      response.write(`${JSON.stringify({ type: 'ADDED', object: pod('b', '2') })}\n`);
      response.end(`${JSON.stringify({ type: 'DELETED', object: pod('a', '3') })}\n`);
    } else if (watches === 2) response.writeHead(410).end('{}');
    else response.flushHeaders();
  });
  let url = '';
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://hawser:tok@127.0.0.1:${(server.address() as AddressInfo).port}/cluster`;
  });
  after(() => {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  });

  it('reads a kubeconfig, and sends over HTTP only what its URL contains', async () => {
    const file = join(folder, 'config');
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'c', cluster: { server: url } }],
      users: [{ name: 'u', user: { token: 'never-over-http' } }],
      contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
      'current-context': 'c',
    };
    writeFileSync(file, JSON.stringify(config));
    const client = await clientFromKubeconfig(file);
    await client.request('GET', '/api/v1/pods');
    client.close();
    const [request] = seen;
    assert.equal(request?.url, '/cluster/api/v1/pods');
    assert.equal(
      request?.headers.authorization,
      `Basic ${Buffer.from('hawser:tok').toString('base64')}`,
    );
  });

  it('reports an error with the message of the API server, or else with its status', async () => {
    const client = createKubernetesClient(url);
    await assert.rejects(client.request('GET', '/refused'), {
      status: 403,
      message: 'pods is forbidden',
    });
    await assert.rejects(client.request('GET', '/broken'), { status: 502 });
    client.close();
    const gone = createKubernetesClient('http://127.0.0.1:1');
    await assert.rejects(gone.request('GET', '/x'), { status: 0, message: /ECONNREFUSED/ });
  });

  it('follows a collection through watches that end and revisions that expire', async () => {
    const client = createKubernetesClient(url);
    const stop = new AbortController();
    const told: string[] = [];
    await new Promise<void>((resolve) => {
      void follow(
        client,
        '/api/v1/pods',
        {
          changed: ({ metadata }) => {
            told.push(`+${metadata.name}`);
            if (metadata.name === 'c') resolve();
          },
          gone: ({ metadata }) => void told.push(`-${metadata.name}`),
        },
        stop.signal,
      );
    });
    stop.abort();
    client.close();
    // After the 410 it lists again: b was deleted by then, c is new.
    assert.deepEqual(told, ['+a', '+b', '-a', '-b', '+c']);
  });
});
