import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BodyTooLarge } from '../../http/body.ts';
import type { Core, Signals } from '../core/call.ts';
import type { Service } from '../core/service.ts';
import type { Authenticator } from '../identity/authenticate.ts';
import { AwsError } from '../protocol/aws-error.ts';
import { strangerOf } from './api-caller.ts';
import type { ApiRequest } from './api-request.ts';
import { TooManyBodies } from './body-budget.ts';
import { noteCall, type Progress } from './note-call.ts';
import {
  formOf,
  isForm,
  operationNameOf,
  pathOf,
  serviceOf,
  strangersService,
} from './recognise.ts';
import { authenticationFailure, writeError, writeResult } from './replies.ts';
import { runOperation } from './run-operation.ts';
import { settled } from './settled.ts';

/** Limits of bodies, in bytes; all of a body but of a layer part is parsed in one turn of the event loop. */
const limits = {
  /** Of a layer of 20 MiB in base64. */
  layerPart: 27 << 20,
  /** Of a service that names its operations in a header: a manifest of 4 MiB, with its quotes escaped. */
  json: 6 << 20,
  /** Of the Query and REST APIs: the parameters of any operation. */
  other: 1 << 20,
};
/** Limit of an unsigned body, in bytes: holds the operations that need no signature. */
const strangerLimit = 64 << 10;

/** Prefixes of the names of operations that change nothing. */
const readsOnly = /^(Describe|Get|List|BatchGet|BatchCheck|Validate|Simulate|Lookup)/;

/**
 * Answers a request to an AWS API: identifies the caller and the operation, validates the input, authorizes the
 * caller, runs the operation, and answers once everything written is on disk.
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
      method: request.method ?? '',
      path: pathOf(request),
      form,
      body,
      requestId,
    };
    const { operationName } = api;
    const asked = api;
    const output = await settled(core.state.metadata, readsOnly.test(operationName), async () => {
      const found = await runOperation(core, authenticator, asked, request, response, progress);
      await core.state.metadata.acknowledged();
      return found;
    });
    noteCall(core, api, progress, request);
    countRequest(core, api, 'OK', startedAt);
    await writeResult(response, api, output);
  } catch (error) {
    if (api !== undefined) noteCall(core, api, progress, request, error);
    countRequest(core, api, codeOf(error), startedAt);
    writeError(response, service ?? strangersService(services, request), requestId, error);
  }
}

function limitOf({ headers }: IncomingMessage): number {
  const target = headers['x-amz-target'];
  if (target === undefined || isForm(headers['content-type'])) return limits.other;
  return String(target).endsWith('.UploadLayerPart') ? limits.layerPart : limits.json;
}

function isShort({ headers }: IncomingMessage): boolean {
  return Number(headers['content-length'] ?? 0) <= strangerLimit;
}

function codeOf(error: unknown): string {
  if (error instanceof BodyTooLarge) return 'RequestEntityTooLarge';
  if (error instanceof TooManyBodies) return 'ServiceUnavailable';
  return error instanceof AwsError ? error.code : 'InternalFailure';
}

/** Counts a request. An unknown operation name, which a client can invent, is counted without a name. */
function countRequest(
  { requests }: Signals,
  api: ApiRequest | undefined,
  code: string,
  startedAt: number,
): void {
  const { service, operationName = '' } = api ?? {};
  const isKnown = service !== undefined && Object.hasOwn(service.operations, operationName);
  const operation = isKnown ? operationName : '';
  const duration = performance.now() - startedAt;
  requests.count('api', service?.signingName ?? '', operation, code, duration);
}
