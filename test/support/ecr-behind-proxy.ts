// ECR under its real name, over TLS with a CA of its own, behind a proxy: what a node in a locked-down network
// has before it. In a thread of its own, so that waiting for a child does not stop it.
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { LocalAuthority } from '../../src/local/certificates.ts';
import { tokenAnswer } from './answering.ts';

const host = 'api.ecr.us-west-2.amazonaws.com';

export interface EcrBehindProxy {
  /** Variables with which a client reaches it, with a certificate that it trusts. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<unknown>;
}

/** @param folder takes the CA's files. */
export async function startEcrBehindProxy(folder: string): Promise<EcrBehindProxy> {
  const thread = new Worker(new URL(import.meta.url), { workerData: folder });
  const port = await new Promise<number>((resolve) => thread.once('message', resolve));
  const ca = join(folder, 'ca.pem');
  const environment = {
    HTTPS_PROXY: `http://127.0.0.1:${port}`,
    SSL_CERT_FILE: ca,
    AWS_CA_BUNDLE: ca,
  };
  return { environment, close: () => thread.terminate() };
}

async function serve(folder: string): Promise<void> {
  const pem = await (await LocalAuthority.open(folder)).pem(host);
  const ecr = createTlsServer(pem, (request, response) => {
    // As long as ECR's own tokens are.
    request.resume().on('end', () => response.end(tokenAnswer('x'.repeat(1800))));
  });
  const port = await listen(ecr);
  const proxy = createServer((client) => {
    client.once('data', (head: Buffer) => {
      const asked = head.toString('latin1').split('\r\n')[0];
      if (asked !== `CONNECT ${host}:443 HTTP/1.1`) {
        client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
        return;
      }
      const upstream = connect(port, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        client.pipe(upstream).pipe(client);
      });
      upstream.on('error', () => client.destroy());
      client.on('error', () => upstream.destroy());
    });
  });
  parentPort?.postMessage(await listen(proxy));
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );
}

if (!isMainThread) await serve(workerData as string);
