import http from 'node:http';
import https from 'node:https';
import { createInterface } from 'node:readline';

/** A request that the Kubernetes API refused, or that did not reach it (status 0). */
export class KubernetesApiError extends Error {
  override readonly name = 'KubernetesApiError';
  readonly status: number;

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

/** The Kubernetes API as a node uses it: of the emulated cluster or of a real one. */
export interface KubernetesClient {
  /** @throws KubernetesApiError */
  request<Answer>(
    method: string,
    path: string,
    body?: object,
    contentType?: string,
  ): Promise<Answer>;
  /**
   * Passes on the lines of a watch until it ends.
   * @throws KubernetesApiError when it does not begin.
   */
  watch(path: string, onLine: (line: string) => void, signal: AbortSignal): Promise<void>;
  close(): void;
}

/** Authentication of a request: headers, certificates. */
export type Authorize = () => Promise<https.RequestOptions>;

export const mergePatch = 'application/merge-patch+json';

/**
 * @param server base URL, with credentials before the host if need be (`http://user:token@127.0.0.1:4566/…`).
 */
export function createKubernetesClient(
  server: string,
  authorize: Authorize = async () => ({}),
): KubernetesClient {
  const base = new URL(server);
  const secure = base.protocol === 'https:';
  const agent = secure ? new https.Agent({ keepAlive: true }) : new http.Agent({ keepAlive: true });

  async function send(
    method: string,
    path: string,
    options: { body?: string; contentType?: string; signal?: AbortSignal } = {},
  ): Promise<http.IncomingMessage> {
    const url = new URL(base.href.replace(/\/$/, '') + path);
    const identity = await authorize();
    const { body = '', contentType = 'application/json', signal } = options;
    return new Promise((resolve, reject) => {
      const request = (secure ? https : http).request(url, {
        agent,
        ...identity,
        method,
        headers: {
          ...identity.headers,
          accept: 'application/json',
          ...(body
            ? { 'content-type': contentType, 'content-length': Buffer.byteLength(body) }
            : {}),
        },
        ...(signal ? { signal } : {}),
      });
      request.on('response', resolve);
      request.on('error', (cause) => reject(new KubernetesApiError(0, cause.message, { cause })));
      request.end(body);
    });
  }

  return {
    async request<Answer>(method: string, path: string, body?: object, contentType?: string) {
      const response = await send(method, path, {
        ...(body ? { body: JSON.stringify(body) } : {}),
        ...(contentType ? { contentType } : {}),
      });
      const text = await textOf(response);
      if ((response.statusCode ?? 0) > 299) throw refusal(response.statusCode ?? 0, text);
      return JSON.parse(text) as Answer;
    },
    async watch(path, onLine, signal) {
      const response = await send('GET', path, { signal });
      if (response.statusCode !== 200) {
        throw refusal(response.statusCode ?? 0, await textOf(response));
      }
      response.on('error', () => {});
      const lines = createInterface({ input: response });
      lines.on('error', () => {});
      for await (const line of lines) onLine(line);
    },
    close: () => agent.destroy(),
  };
}

/** The cluster of a kubeconfig, with any of its ways to authenticate. */
export async function clientFromKubeconfig(
  file: string,
  context?: string,
): Promise<KubernetesClient> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  config.loadFromFile(file);
  if (context !== undefined) config.setCurrentContext(context);
  const server = config.getCurrentCluster()?.server;
  if (server === undefined) {
    throw new KubernetesApiError(
      0,
      `no current cluster in ${file}: choose a context with kubectl config use-context`,
    );
  }
  // As in kubectl: over plain HTTP no token is sent except one in the URL itself.
  if (server.startsWith('http:')) return createKubernetesClient(server);
  return createKubernetesClient(server, async () => {
    const options: https.RequestOptions = {};
    await config.applyToHTTPSOptions(options);
    return options;
  });
}

async function textOf(response: http.IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of response as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

function refusal(status: number, text: string): KubernetesApiError {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    if (typeof message === 'string') return new KubernetesApiError(status, message);
  } catch {
    // Not a Status object: a proxy in between answered.
  }
  return new KubernetesApiError(status, `the Kubernetes API answered with status ${status}`);
}
