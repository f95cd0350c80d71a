import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Call, Core, Gate, Settings, Store } from '../core/call.ts';
import type { Authenticator } from '../identity/authenticate.ts';
import { type Caller, isOrphaned } from '../identity/caller.ts';
import { apiHost, wayTo } from '../net/request-origin.ts';
import { AwsError } from '../protocol/aws-error.ts';
import { parseJsonInput } from '../protocol/json-input.ts';
import type { Value } from '../protocol/model.ts';
import { parseQueryInput } from '../protocol/query-input.ts';
import { matchRest, parseRestJsonInput } from '../protocol/rest.ts';
import { violations } from '../protocol/validate.ts';
import { parseRestXmlInput } from '../protocol/xml-input.ts';
import { type ApiCaller, identify } from './api-caller.ts';
import type { ApiRequest } from './api-request.ts';
import type { Progress } from './note-call.ts';
import { trustSender } from './patience.ts';
import { requestContext } from './request-context.ts';

/**
 * Runs the operation that a request asks for, if its caller is identified and allowed, and its input valid.
 * @param progress records how far the request came, for the trail.
 * @throws AwsError in the service's form.
 */
export async function runOperation(
  core: Core,
  authenticator: Authenticator,
  api: ApiRequest,
  request: IncomingMessage,
  response: ServerResponse,
  progress: Progress,
): Promise<Value> {
  const { service, operationName } = api;
  const operation = Object.hasOwn(service.operations, operationName)
    ? service.operations[operationName]
    : undefined;
  const identity = identify(core.settings, authenticator, api, operation, request);
  if (identity.isSigned) trustSender(request, response);
  const { caller, region } = identity;
  if (operation === undefined) throw unknownOperation(api);
  progress.identity = identity;
  const used = usedIdentity(caller);
  if (used !== undefined) {
    core.keyUse.note(used, { at: core.clock.now(), service: service.signingName, region });
  }
  requirePrincipal(core, api, caller);
  requireRate(core, api, identity);
  const input = inputOf(api, progress);
  const call: Call = {
    core,
    caller,
    region,
    requestId: api.requestId,
    context: requestContext(
      request,
      core.clock.now(),
      region,
      endpointKeys(core, api, request, region),
    ),
    now: core.clock.now(),
  };
  progress.permissions = operation.permissions(input, call);
  for (const permission of progress.permissions) {
    const decision = core.authorizer.decide(caller, permission, call.context);
    if (decision.decision !== 'allowed') {
      throw service.denied(decision.message ?? '', { call, permission, decision });
    }
  }
  return operation.run(input, call);
}

function endpointKeys(
  { state, settings }: Store & Settings,
  { service }: ApiRequest,
  request: IncomingMessage,
  region: string,
): Readonly<Record<string, string>> {
  const host = apiHost(service.signingName, region);
  return wayTo(state, settings.sealingKey, request, host)?.keys ?? {};
}

/** Sessions end with their role or user, also where a resource policy names them by ARN. */
function requirePrincipal(
  { state }: Store,
  { service, operationName }: ApiRequest,
  { arn, session }: Caller,
): void {
  if (session === undefined || !isOrphaned(state, session)) return;
  const action = `${service.signingName}:${operationName}`;
  throw service.denied(
    `User: ${arn} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
  );
}

/** ECR counts requests by account and Region (ECR User Guide, "Amazon ECR service quotas"). */
function requireRate(
  { limits }: Gate,
  { service, operationName }: ApiRequest,
  { caller, region }: ApiCaller,
): void {
  if (service.signingName !== 'ecr') return;
  if (!limits.admit(caller.accountId, region, operationName)) {
    throw new AwsError('ThrottlingException', 'Rate exceeded');
  }
}

function inputOf(api: ApiRequest, progress: Progress): Value {
  const { service, operationName } = api;
  const { model } = service;
  const shape = model.operations[operationName]?.input?.shape;
  if (shape === undefined) return {};
  const input = parsed(api, shape);
  progress.input = input;
  const found = violations(model, shape, input);
  if (found.length > 0) throw service.invalid(found);
  return input;
}

function parsed({ service, method, path, form, body }: ApiRequest, shape: string): Value {
  const { model } = service;
  const { protocol } = model.metadata;
  if (protocol === 'json') return parseJsonInput(model, shape, body);
  if (protocol === 'query' || protocol === 'ec2') return parseQueryInput(model, shape, form);
  const match = matchRest(model, method, path);
  if (match === undefined) return {};
  return protocol === 'rest-json'
    ? parseRestJsonInput(model, shape, match, form, body)
    : parseRestXmlInput(model, shape, match, form, body);
}

function unknownOperation({ service, operationName, form }: ApiRequest): AwsError {
  const { protocol } = service.model.metadata;
  if (protocol === 'json' || protocol === 'rest-json') {
    return new AwsError('UnknownOperationException', '', 400);
  }
  const version = form.get('Version') ?? '';
  return new AwsError(
    'InvalidAction',
    `Could not find operation ${operationName} for version ${version}`,
  );
}

/** The principal whose last use IAM reports: a user's access key, or a role by its id. */
function usedIdentity({ kind, session, accessKeyId, principalId }: Caller): string | undefined {
  if (kind === 'role') return principalId;
  return kind === 'user' && session === undefined ? accessKeyId : undefined;
}
