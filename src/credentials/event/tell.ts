import { hostname } from 'node:os';
import type { HttpAnswer } from '../../aws/client/message.ts';
import type { Environment } from '../../aws/client/proxy.ts';
import type { FailureRecord } from '../failures/record.ts';
import type { TokenHolder } from '../provider/service-account.ts';
import { type Ask, openApiServer } from './api-server.ts';
import { EventError } from './errors.ts';
import { changeOf, eventOf, nameOf, subjectOf } from './event.ts';
import type { EventOptions } from './options.ts';
import type { Telling } from './pace.ts';

/**
 * Reports a failure as an event of the pod or the node. A kubelet's identity may create and update events but
 * not read them (Kubernetes: Node authorization).
 * @throws EventError, CallError
 */
export async function tell(
  failure: FailureRecord,
  telling: Telling,
  holder: TokenHolder | undefined,
  options: EventOptions & { readonly environment: Environment; readonly signal: AbortSignal },
): Promise<void> {
  const ask = await openApiServer(options.kubeconfig, options.environment, options.signal);
  const node = options.nodeName || (await nodeNameOf(ask));
  const subject = subjectOf(holder, node);
  const path = `/api/v1/namespaces/${subject.namespace}/events`;
  const create = () => ask('POST', path, eventOf(subject, node, failure, telling));
  const change = () =>
    ask('PATCH', `${path}/${nameOf(subject, failure)}`, changeOf(failure, telling));
  const [first, second, passed] = telling.again ? [change, create, 404] : [create, change, 409];
  const answer = await first();
  accept(answer.status === passed ? await second() : answer);
}

/**
 * A kubelet's user is named after its node. Older API servers do not report the user: then the host's name is
 * used.
 */
async function nodeNameOf(ask: Ask): Promise<string> {
  const review = { kind: 'SelfSubjectReview', apiVersion: 'authentication.k8s.io/v1' };
  const { body } = await ask('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', review);
  const name = /"username":\s*"system:node:([a-z0-9.-]{1,253})"/.exec(body)?.[1];
  return name ?? hostname().toLowerCase();
}

function accept({ status, body }: HttpAnswer): void {
  if (status >= 200 && status < 300) return;
  const message = /"message":\s*"((?:[^"\\]|\\.){0,300})/.exec(body)?.[1] ?? '';
  throw new EventError('server', `the API server answered ${status} ${message}`.trim());
}
