import { randomUUID } from 'node:crypto';
import { request as askHttp } from 'node:http';
import { request as askHttps } from 'node:https';
import type { Stored } from './object-store.ts';
import { applyPatch, type Patch } from './patch.ts';
import { ApiError } from './status.ts';
import type { JsonObject } from './strategic-merge.ts';
import type { Webhook } from './webhooks.ts';

/** Most bytes of an answer that are read. */
const longest = 1 << 20;

interface Review {
  readonly allowed?: unknown;
  readonly status?: { readonly message?: unknown };
  readonly patch?: unknown;
}

/**
 * Asks webhooks about a pod, one after the other, as the API server does before it creates one (AdmissionReview,
 * admission.k8s.io/v1).
 * @returns the pod as they leave it.
 * @throws ApiError in the API server's words (apiserver/pkg/admission/plugin/webhook), where one denies it, or cannot be
 * asked and its failure policy is Fail.
 */
export async function reviewedBy(webhooks: readonly Webhook[], pod: Stored): Promise<Stored> {
  let reviewed = pod;
  for (const webhook of webhooks) reviewed = await reviewedByOne(webhook, reviewed);
  return reviewed;
}

async function reviewedByOne(webhook: Webhook, pod: Stored): Promise<Stored> {
  let review: Review;
  try {
    review = await ask(webhook, pod);
  } catch (error) {
    if (webhook.failurePolicy === 'Ignore') return pod;
    const { message } = error as Error;
    throw new ApiError(
      'InternalError',
      `Internal error occurred: failed calling webhook ${JSON.stringify(webhook.name)}: failed to call webhook: Post ${JSON.stringify(webhook.url.href)}: ${message}`,
    );
  }
  if (review.allowed !== true) {
    const why = review.status?.message;
    throw new ApiError(
      'Forbidden',
      `admission webhook ${JSON.stringify(webhook.name)} denied the request${typeof why === 'string' ? `: ${why}` : ' without explanation'}`,
    );
  }
  if (webhook.kind !== 'mutating' || typeof review.patch !== 'string') return pod;
  const text = Buffer.from(review.patch, 'base64').toString();
  const value = JSON.parse(text) as Patch['value'];
  const patch = { type: 'application/json-patch+json' as const, text, value };
  return applyPatch(pod as unknown as JsonObject, patch) as unknown as Stored;
}

/** @throws Error in the words of Go's client, for what has no answer, or one that is none. */
function ask(webhook: Webhook, object: Stored): Promise<Review> {
  const { url, caBundle, timeoutSeconds, service } = webhook;
  if (service !== undefined) {
    return Promise.reject(new Error(`service ${JSON.stringify(service)} not found`));
  }
  const uid = randomUUID();
  const { namespace, name } = object.metadata;
  const kind = { group: '', version: 'v1', kind: 'Pod' };
  const resource = { group: '', version: 'v1', resource: 'pods' };
  const body = JSON.stringify({
    kind: 'AdmissionReview',
    apiVersion: 'admission.k8s.io/v1',
    request: { uid, kind, resource, namespace, name, operation: 'CREATE', object, dryRun: false },
  });
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? askHttps : askHttp;
    const signal = AbortSignal.timeout(timeoutSeconds * 1000);
    const asked = send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      agent: false,
      signal,
      ...(caBundle === undefined ? {} : { ca: caBundle }),
    });
    asked.on('error', (error: NodeJS.ErrnoException) =>
      reject(new Error(signal.aborted ? 'context deadline exceeded' : goWords(error, url))),
    );
    asked.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        text += piece;
        if (text.length > longest) asked.destroy();
      });
      response.on('error', () => reject(new Error('unexpected EOF')));
      response.on('end', () => {
        if (response.statusCode !== 200) {
          reject(new Error('the server could not find the requested resource'));
          return;
        }
        try {
          const { response: review } = JSON.parse(text) as { response?: Review };
          resolve(review ?? {});
        } catch {
          reject(
            new Error('expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview'),
          );
        }
      });
    });
    asked.end(body);
  });
}

function goWords({ code, message }: NodeJS.ErrnoException, { host, hostname }: URL): string {
  if (code === 'ECONNREFUSED') return `dial tcp ${host}: connect: connection refused`;
  if (code === 'ENOTFOUND') return `dial tcp: lookup ${hostname}: no such host`;
  return message;
}
