import { request as plainRequest } from 'node:http';
import { type RequestOptions, request as tlsRequest } from 'node:https';
import {
  type HttpLibrary,
  type KubeConfig,
  type RequestContext,
  ResponseContext,
  wrapHttpLibrary,
} from '@kubernetes/client-node';
import { AnswerBounds, type Bounds } from './answer-bounds.ts';

/**
 * Makes the requests of the Kubernetes client with Node's own modules. The library's way is a dispatcher of undici, which the
 * runtime of the single-file executables passes over: the CA and the certificates of a kubeconfig would count for nothing.
 */
export function requestsOf(config: KubeConfig, most: Bounds): HttpLibrary {
  const bounds = new AnswerBounds(most);
  return wrapHttpLibrary({
    send: (request) => bounds.inTime((patience) => send(config, request, bounds, patience)),
  });
}

async function send(
  config: KubeConfig,
  request: RequestContext,
  bounds: AnswerBounds,
  patience: AbortSignal,
): Promise<ResponseContext> {
  const url = new URL(request.getUrl());
  const options: RequestOptions = {};
  if (url.protocol === 'https:') await config.applyToHTTPSOptions(options);
  const headers = request.getHeaders();
  const body = request.getBody() as string | Buffer | undefined;
  return new Promise((resolve, reject) => {
    const make = url.protocol === 'https:' ? tlsRequest : plainRequest;
    const made = make(url, {
      ...options,
      method: request.getHttpMethod().toString(),
      headers,
      signal: AbortSignal.any([patience, request.getSignal() ?? []].flat()),
    });
    made.on('error', reject);
    made.on('response', (response) => {
      bounds.contentOf(response).then((content) => {
        const told = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
        resolve(
          new ResponseContext(response.statusCode ?? 0, Object.fromEntries(told), {
            text: async () => content.toString('utf8'),
            binary: async () => content,
            stream: () => null,
          }),
        );
      }, reject);
    });
    made.end(body);
  });
}
