// An HTTP server for tests that answers as it is told, and remembers what it was asked.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Answering {
  readonly endpoint: string;
  readonly asked: Asked[];
  close(): Promise<void>;
}

/** @param answer writes the answer; one that writes nothing hangs. */
export async function startAnswering(
  answer: (asked: Asked, response: ServerResponse, count: number) => void,
): Promise<Answering> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece) => {
      body += piece;
    });
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const one = { method, path, headers, body };
      asked.push(one);
      answer(one, response, asked.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** ECR's answer to GetAuthorizationToken. */
export function tokenAnswer(password = 'pass', seconds = 43_200): string {
  return JSON.stringify({
    authorizationData: [
      {
        authorizationToken: Buffer.from(`AWS:${password}`).toString('base64'),
        expiresAt: Math.floor(Date.now() / 1000) + seconds,
        proxyEndpoint: 'https://111122223333.dkr.ecr.us-west-2.amazonaws.com',
      },
    ],
  });
}

/** STS's answer to AssumeRole and AssumeRoleWithWebIdentity, as far as anybody reads it. */
export function roleAnswer(accessKeyId: string): string {
  return `<R><Credentials><AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>s&amp;c</SecretAccessKey><SessionToken>t</SessionToken></Credentials></R>`;
}
