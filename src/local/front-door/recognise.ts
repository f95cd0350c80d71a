import type { IncomingMessage } from 'node:http';
import type { Service } from '../core/service.ts';
import { AwsError } from '../protocol/aws-error.ts';
import { matchRest } from '../protocol/rest.ts';

/** The parameters of a request: of its query string and, in a Query request, of its body. */
export function formOf(request: IncomingMessage, body: Buffer): URLSearchParams {
  const query = (request.url ?? '').split('?', 2)[1] ?? '';
  const form = new URLSearchParams(query);
  if (isForm(request.headers['content-type'])) {
    for (const [name, value] of new URLSearchParams(body.toString())) form.append(name, value);
  }
  return form;
}

export function isForm(contentType: string | undefined): boolean {
  return contentType?.startsWith('application/x-www-form-urlencoded') ?? false;
}

/** By `X-Amz-Target`, then by the signature's scope, then by the API version of a Query request. */
export function serviceOf(
  services: readonly Service[],
  request: IncomingMessage,
  form: URLSearchParams,
): Service {
  const named = namedService(services, request, form);
  if (named !== undefined) return named;
  const ofVersion = services.filter(
    ({ model }) => model.metadata.apiVersion === form.get('Version'),
  );
  const byAction = (ofVersion.length > 0 ? ofVersion : services.filter(speaksQuery)).find(
    ({ operations }) => Object.hasOwn(operations, form.get('Action') ?? ''),
  );
  const byVersion = byAction ?? ofVersion[0];
  if (byVersion !== undefined) return byVersion;
  throw new AwsError(
    'UnknownOperationException',
    'Cannot tell which AWS service this request is for: no X-Amz-Target, signing scope or Action of a service that the local AWS has',
    404,
  );
}

/** The service that the headers, or the signature in the query, name. */
function namedService(
  services: readonly Service[],
  request: IncomingMessage,
  form: URLSearchParams,
): Service | undefined {
  const [target] = targetOf(request);
  const byTarget = services.find(({ model }) => model.metadata.targetPrefix === target);
  if (target !== '' && byTarget !== undefined) return byTarget;
  const scope =
    /Credential=[^/]+\/[^/]+\/[^/]+\/([^/]+)\//.exec(String(request.headers.authorization))?.[1] ??
    form.get('X-Amz-Credential')?.split('/')[3];
  return services.find(({ signingName }) => signingName === scope);
}

/**
 * The service whose protocol is used to answer a request whose service is not known, or not yet: the one that
 * its headers name, else XML for what looks like the Query protocol, else JSON.
 */
export function strangersService(
  services: readonly Service[],
  request: IncomingMessage,
): Service | undefined {
  const named = namedService(services, request, new URLSearchParams());
  if (named !== undefined) return named;
  const isQuery = isForm(request.headers['content-type']) || /[?&]Action=/.test(request.url ?? '');
  return isQuery ? services.find(speaksQuery) : services[0];
}

function speaksQuery({ model }: Service): boolean {
  return model.metadata.protocol === 'query';
}

/** The service and the operation in `X-Amz-Target`; a service's name may itself contain dots. */
function targetOf(request: IncomingMessage): readonly [service: string, operation: string] {
  const target = String(request.headers['x-amz-target'] ?? '');
  const dot = target.lastIndexOf('.');
  return dot < 0 ? [target, ''] : [target.slice(0, dot), target.slice(dot + 1)];
}

export function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '';
}

/** The operation's name as the protocol carries it; empty when absent. */
export function operationNameOf(
  { model }: Service,
  request: IncomingMessage,
  form: URLSearchParams,
): string {
  switch (model.metadata.protocol) {
    case 'json':
      return targetOf(request)[1];
    case 'rest-json':
    case 'rest-xml':
      return matchRest(model, request.method ?? '', pathOf(request))?.operationName ?? '';
    default:
      return form.get('Action') ?? '';
  }
}
