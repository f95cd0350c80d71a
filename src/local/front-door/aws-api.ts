import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { sha256Hex } from '../../aws/sigv4.ts';
import { BodyTooLarge } from '../../http/body.ts';
import type { Call, Core } from '../core/call.ts';
import type { Operation, Service } from '../core/service.ts';
import { type Authenticator, authenticate, claimantOf } from '../identity/authenticate.ts';
import { AuthenticationError } from '../identity/authentication-error.ts';
import { type Caller, isOrphaned, rootOf } from '../identity/caller.ts';
import {
  type Authorization,
  type IncomingRequest,
  readAuthorization,
} from '../identity/signed-request.ts';
import { AwsError } from '../protocol/aws-error.ts';
import { parseJsonInput } from '../protocol/json-input.ts';
import type { Value } from '../protocol/model.ts';
import { parseQueryInput } from '../protocol/query-input.ts';
import { violations } from '../protocol/validate.ts';
import { TooManyBodies } from './body-budget.ts';
import { noteCall, type Progress } from './note-call.ts';
import { trustSender } from './patience.ts';
import { formOf, isForm, operationNameOf, serviceOf, strangersService } from './recognise.ts';
import { authenticationFailure, writeError, writeResult } from './replies.ts';
import { requestContext } from './request-context.ts';
import { settled } from './settled.ts';

/** Enough for a layer part of 20 MiB in base64, in bytes. */
const bodyLimit = 27 << 20;
/** Enough for the parameters of any operation of a Query API, in bytes: each of them is taken apart. */
const formLimit = 1 << 20;
/** Enough for what takes no signature, and to tell others why theirs is not accepted, in bytes. */
const strangerLimit = 64 << 10;

/** The operations that change nothing, by AWS's way of naming them. */
const readsOnly = /^(Describe|Get|List|BatchGet|BatchCheck|Validate|Simulate|Lookup)/;

/** A request to one of AWS's APIs, taken apart as far as its protocol goes. */
export interface ApiRequest {
  readonly service: Service;
  readonly operationName: string;
  readonly form: URLSearchParams;
  readonly body: Buffer;
  readonly requestId: string;
}

/**
 * Answers a request to an AWS API: who is calling, which operation, is its input well-formed, may the
 * caller do it; then runs it, and answers once everything it wrote is on disk.
 */
export async function serveAwsApi(
  core: Core,
  authenticator: Authenticator,
  services: readonly Service[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = randomUUID();
  const startedAt = performance.now();
  let service: Service | undefined;
  let api: ApiRequest | undefined;
  const progress: Progress = {};
  try {
    const stranger = strangerOf(authenticator, request);
    if (stranger !== undefined && !isShort(request)) {
      service = serviceOf(services, request, formOf(request, Buffer.alloc(0)));
      throw authenticationFailure(service, stranger);
    }
    const body = await core.bodies.read(request, stranger ? strangerLimit : limitOf(request));
    const form = formOf(request, body);
    service = serviceOf(services, request, form);
    api = {
      service,
      operationName: operationNameOf(service, request, form),
      form,
      body,
      requestId,
    };
    const { operationName } = api;
    const asked = api;
    const output = await settled(core.state.metadata, readsOnly.test(operationName), async () => {
      const found = await run(core, authenticator, asked, request, response, progress);
      await core.state.metadata.acknowledged();
      return found;
    });
    noteCall(core, api, progress, request);
    countRequest(core, api, 'OK', startedAt);
    writeResult(response, api, output);
  } catch (error) {
    if (api !== undefined) noteCall(core, api, progress, request, error);
    countRequest(core, api, codeOf(error), startedAt);
    writeError(response, service ?? strangersService(services, request), requestId, error);
  }
}

/** Why the signature can't be accepted, whatever the body; undefined for one that may be. */
function strangerOf(
  authenticator: Authenticator,
  request: IncomingMessage,
): AuthenticationError | undefined {
  const incoming = incomingOf(request);
  try {
    claimantOf(authenticator, readAuthorization(incoming), incoming);
    return undefined;
  } catch (error) {
    if (error instanceof AuthenticationError) return error;
    throw error;
  }
}

function limitOf({ headers }: IncomingMessage): number {
  return isForm(headers['content-type']) ? formLimit : bodyLimit;
}

function isShort({ headers }: IncomingMessage): boolean {
  return Number(headers['content-length'] ?? 0) <= strangerLimit;
}

function incomingOf({ method = '', url = '', headers }: IncomingMessage): IncomingRequest {
  const [path = '', query = ''] = url.split('?', 2);
  return { method, path, query, headers };
}

function codeOf(error: unknown): string {
  if (error instanceof BodyTooLarge) return 'RequestEntityTooLarge';
  if (error instanceof TooManyBodies) return 'ServiceUnavailable';
  return error instanceof AwsError ? error.code : 'InternalFailure';
}

/** Counts a request; whatever a client makes up for the name of an operation counts as none. */
function countRequest(
  core: Core,
  api: ApiRequest | undefined,
  code: string,
  startedAt: number,
): void {
  const { service, operationName = '' } = api ?? {};
  const isKnown = service !== undefined && Object.hasOwn(service.operations, operationName);
  const operation = isKnown ? operationName : '';
  const duration = performance.now() - startedAt;
  core.requests.count('api', service?.signingName ?? '', operation, code, duration);
}

async function run(
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
  const identity = identify(core, authenticator, api, operation, request);
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
    context: requestContext(request, core.clock.now(), region),
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

/** Sessions end with their role or user, also where a resource's policy names them by ARN. */
function requirePrincipal(
  { state }: Core,
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
  core: Core,
  { service, operationName }: ApiRequest,
  { caller, region }: NonNullable<Progress['identity']>,
): void {
  if (service.signingName !== 'ecr') return;
  if (!core.limits.admit(caller.accountId, region, operationName)) {
    throw new AwsError('ThrottlingException', 'Rate exceeded');
  }
}

function identify(
  core: Core,
  authenticator: Authenticator,
  { service, body }: ApiRequest,
  operation: Operation | undefined,
  request: IncomingMessage,
): NonNullable<Progress['identity']> {
  const incoming = incomingOf(request);
  try {
    const authorization = readAuthorization(incoming);
    checkScope(service, authorization);
    const caller = authenticate(authenticator, authorization, incoming, sha256Hex(body));
    return { caller, region: authorization.scope.region, isSigned: true };
  } catch (error) {
    if (!(error instanceof AuthenticationError)) throw error;
    if (error.code === 'MISSING' && operation?.unsigned === true) {
      return { caller: nobody, region: core.settings.defaultRegion, isSigned: false };
    }
    throw authenticationFailure(service, error);
  }
}

/** Who calls an operation that needs no signature; such operations never look at the caller. */
const nobody: Caller = { ...rootOf('000000000000'), arn: 'anonymous' };

function checkScope({ signingName }: Service, { scope }: Authorization): void {
  if (scope.service !== signingName) {
    throw new AuthenticationError(
      'BAD_SIGNATURE',
      `Credential should be scoped to correct service: '${signingName}'. `,
    );
  }
  if (!/^[a-z]{2,}(-[a-z]+)+-\d$/.test(scope.region)) {
    throw new AuthenticationError(
      'BAD_SIGNATURE',
      `Credential should be scoped to a valid region. `,
    );
  }
}

function inputOf({ service, operationName, form, body }: ApiRequest, progress: Progress): Value {
  const { model } = service;
  const shape = model.operations[operationName]?.input?.shape;
  if (shape === undefined) return {};
  const input =
    model.metadata.protocol === 'json'
      ? parseJsonInput(model, shape, body)
      : parseQueryInput(model, shape, form);
  progress.input = input;
  const found = violations(model, shape, input);
  if (found.length > 0) throw service.invalid(found);
  return input;
}

function unknownOperation({ service, operationName, form }: ApiRequest): AwsError {
  if (service.model.metadata.protocol === 'json') {
    return new AwsError('UnknownOperationException', '', 400);
  }
  const version = form.get('Version') ?? '';
  return new AwsError(
    'InvalidAction',
    `Could not find operation ${operationName} for version ${version}`,
  );
}

/** What IAM tells the last use of: a user's access key, or a role by its id. */
function usedIdentity({ kind, session, accessKeyId, principalId }: Caller): string | undefined {
  if (kind === 'role') return principalId;
  return kind === 'user' && session === undefined ? accessKeyId : undefined;
}
