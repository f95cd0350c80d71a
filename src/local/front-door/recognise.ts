import type { IncomingMessage } from 'node:http';
import type { Service } from '../core/service.ts';
import { AwsError } from '../protocol/aws-error.ts';

/** The parameters of a request: of its query string and, in a Query request, of its body. */
export function formOf(request: IncomingMessage, body: Buffer): URLSearchParams {
  const query = (request.url ?? '').split('?', 2)[1] ?? '';
  const type = request.headers['content-type'] ?? '';
  const form = new URLSearchParams(query);
  if (type.startsWith('application/x-www-form-urlencoded')) {
    for (const [name, value] of new URLSearchParams(body.toString())) form.append(name, value);
  }
  return form;
}

/** By `X-Amz-Target`, then by the signature's scope, then by the API version of a Query request. */
export function serviceOf(
  services: readonly Service[],
  request: IncomingMessage,
  form: URLSearchParams,
): Service {
  const [target] = targetOf(request);
  const byTarget = services.find(({ model }) => model.metadata.targetPrefix === target);
  if (target !== '' && byTarget !== undefined) return byTarget;
  const scope =
    /Credential=[^/]+\/[^/]+\/[^/]+\/([^/]+)\//.exec(String(request.headers.authorization))?.[1] ??
    form.get('X-Amz-Credential')?.split('/')[3];
  const byScope = services.find(({ signingName }) => signingName === scope);
  if (byScope !== undefined) return byScope;
  const byVersion = services.find(
    ({ model, operations }) =>
      model.metadata.apiVersion === form.get('Version') &&
      Object.hasOwn(operations, form.get('Action') ?? ''),
  );
  if (byVersion !== undefined) return byVersion;
  throw new AwsError(
    'UnknownOperationException',
    'Hawser found no service of its own in this request (no X-Amz-Target, scope or Action it knows)',
    404,
  );
}

/** The service and the operation in `X-Amz-Target`; a service's name may have dots itself. */
function targetOf(request: IncomingMessage): readonly [service: string, operation: string] {
  const target = String(request.headers['x-amz-target'] ?? '');
  const dot = target.lastIndexOf('.');
  return dot < 0 ? [target, ''] : [target.slice(0, dot), target.slice(dot + 1)];
}

/** The operation's name as its protocol says it; empty when it does not. */
export function operationNameOf(
  { model }: Service,
  request: IncomingMessage,
  form: URLSearchParams,
): string {
  if (model.metadata.protocol !== 'json') return form.get('Action') ?? '';
  return targetOf(request)[1];
}
