import type { ServerResponse } from 'node:http';
import { BodyTooLarge } from '../../http/body.ts';
import { requestLine } from '../../http/request-line.ts';
import { logInternalError } from '../../log/log.ts';
import { StorageError } from '../../storage/errors.ts';
import type { Service } from '../core/service.ts';
import { turnTaking } from '../core/turns.ts';
import type {
  AuthenticationError,
  AuthenticationErrorCode,
} from '../identity/authentication-error.ts';
import { AwsError } from '../protocol/aws-error.ts';
import type { Model, Value } from '../protocol/model.ts';
import { escapeXml, toJson, toXml } from '../protocol/output.ts';
import type { ApiRequest } from './api-request.ts';
import { TooManyBodies } from './body-budget.ts';

type Named = Readonly<Record<AuthenticationErrorCode, readonly [code: string, status: number]>>;

/** What each protocol calls a refused signature. Source: "Common errors" of the IAM, STS and ECR API references. */
const names: Readonly<Record<'json' | 'rest-json' | 'rest-xml' | 'query' | 'ec2', Named>> = {
  json: {
    MISSING: ['MissingAuthenticationTokenException', 400],
    INCOMPLETE: ['IncompleteSignatureException', 400],
    UNKNOWN_KEY: ['UnrecognizedClientException', 400],
    BAD_SIGNATURE: ['InvalidSignatureException', 400],
    SKEWED: ['InvalidSignatureException', 400],
    EXPIRED: ['ExpiredTokenException', 400],
  },
  'rest-json': {
    MISSING: ['MissingAuthenticationTokenException', 403],
    INCOMPLETE: ['IncompleteSignatureException', 400],
    UNKNOWN_KEY: ['UnrecognizedClientException', 403],
    BAD_SIGNATURE: ['InvalidSignatureException', 403],
    SKEWED: ['InvalidSignatureException', 403],
    EXPIRED: ['ExpiredTokenException', 403],
  },
  'rest-xml': {
    MISSING: ['MissingAuthenticationToken', 403],
    INCOMPLETE: ['IncompleteSignature', 400],
    UNKNOWN_KEY: ['InvalidClientTokenId', 403],
    BAD_SIGNATURE: ['SignatureDoesNotMatch', 403],
    SKEWED: ['SignatureDoesNotMatch', 403],
    EXPIRED: ['ExpiredToken', 403],
  },
  query: {
    MISSING: ['MissingAuthenticationToken', 403],
    INCOMPLETE: ['IncompleteSignature', 400],
    UNKNOWN_KEY: ['InvalidClientTokenId', 403],
    BAD_SIGNATURE: ['SignatureDoesNotMatch', 403],
    SKEWED: ['SignatureDoesNotMatch', 403],
    EXPIRED: ['ExpiredToken', 403],
  },
  ec2: {
    MISSING: ['MissingAuthenticationToken', 403],
    INCOMPLETE: ['IncompleteSignature', 400],
    UNKNOWN_KEY: ['AuthFailure', 401],
    BAD_SIGNATURE: ['SignatureDoesNotMatch', 403],
    SKEWED: ['RequestExpired', 400],
    EXPIRED: ['RequestExpired', 400],
  },
};

/** The error of a service's protocol for a refused signature. */
export function authenticationFailure(service: Service, error: AuthenticationError): AwsError {
  const { protocol } = service.model.metadata;
  const [code, status] = names[protocol][error.code];
  if (error.code === 'MISSING' && isJson(protocol)) {
    return new AwsError(code, 'Missing Authentication Token', status);
  }
  return new AwsError(code, error.message, status);
}

function isJson(protocol: Service['model']['metadata']['protocol']): boolean {
  return protocol === 'json' || protocol === 'rest-json';
}

/** Writes the output of an operation; writing a long list yields to other requests in between. */
export async function writeResult(
  response: ServerResponse,
  api: ApiRequest,
  output: Value,
): Promise<void> {
  const { service, operationName, requestId } = api;
  const { protocol, jsonVersion } = service.model.metadata;
  if (isJson(protocol)) {
    const type = protocol === 'json' ? `application/x-amz-json-${jsonVersion}` : 'application/json';
    return sendPieces(response, type, requestId, await inTurns(toJson(output)));
  }
  const xml = resultXml(service.model, operationName, requestId, output);
  return sendPieces(response, 'text/xml', requestId, await inTurns(xml));
}

/** The output of an operation as the Query protocols wrap it. */
function* resultXml(
  model: Model,
  operationName: string,
  requestId: string,
  output: Value,
): Generator<string> {
  const { metadata, operations } = model;
  const shape = operations[operationName]?.output?.shape;
  const isEc2 = metadata.protocol === 'ec2';
  const isQuery = metadata.protocol === 'query';
  const wrapper = isQuery && shape !== undefined ? `${operationName}Result` : undefined;
  yield `<${operationName}Response xmlns="${metadata.xmlNamespace}">`;
  if (isEc2) yield `<requestId>${requestId}</requestId>`;
  if (wrapper !== undefined) yield `<${wrapper}>`;
  if (shape !== undefined) yield* toXml(model, shape, output);
  // EC2 answers an operation without output with `return`.
  else if (isEc2) yield '<return>true</return>';
  if (wrapper !== undefined) yield `</${wrapper}>`;
  if (isQuery) yield `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  yield `</${operationName}Response>`;
}

/** Characters that are encoded and written to the socket at once. */
const perPiece = 256 * 1024;

/** Writes an iterable of pieces in chunks, one chunk a turn. */
async function inTurns(pieces: Iterable<string>): Promise<Buffer[]> {
  const giveWay = turnTaking();
  const written: Buffer[] = [];
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < perPiece) continue;
    written.push(Buffer.from(text));
    text = '';
    await giveWay();
  }
  return [...written, Buffer.from(text)];
}

/** Writes an error in the protocol of its service; internal details are not sent. */
export function writeError(
  response: ServerResponse,
  service: Service | undefined,
  requestId: string,
  error: unknown,
): void {
  if (response.headersSent || response.destroyed) return;
  const known = asAwsError(error, response);
  const protocol = service?.model.metadata.protocol ?? 'json';
  if (isJson(protocol)) {
    const body = JSON.stringify({ __type: known.code, message: known.message, ...known.detail });
    response.setHeader('x-amzn-ErrorType', known.code);
    send(response, known.status, 'application/x-amz-json-1.1', requestId, body);
    return;
  }
  const code = `<Code>${escapeXml(known.code)}</Code>`;
  const message = `<Message>${escapeXml(known.message)}</Message>`;
  const xml =
    protocol === 'ec2'
      ? `<Response><Errors><Error>${code}${message}</Error></Errors><RequestID>${requestId}</RequestID></Response>`
      : `<ErrorResponse xmlns="${service?.model.metadata.xmlNamespace}"><Error><Type>${known.status < 500 ? 'Sender' : 'Receiver'}</Type>${code}${message}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
  send(response, known.status, 'text/xml', requestId, xml);
}

function asAwsError(error: unknown, { req }: ServerResponse): AwsError {
  if (error instanceof AwsError) return error;
  if (error instanceof BodyTooLarge) {
    return new AwsError('RequestEntityTooLarge', error.message, 413);
  }
  if (error instanceof TooManyBodies) {
    return new AwsError('ServiceUnavailable', error.message, 503);
  }
  // Reported once on stderr by the storage.
  if (error instanceof StorageError && error.code === 'NOT_WRITTEN') {
    return new AwsError('InternalFailure', error.message, 500);
  }
  logInternalError(requestLine(req), error);
  return new AwsError('InternalFailure', 'An internal error occurred', 500);
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  requestId: string,
  body: string,
): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'x-amzn-RequestId': requestId,
  });
  response.end(body);
}

async function sendPieces(
  response: ServerResponse,
  type: string,
  requestId: string,
  pieces: readonly Buffer[],
): Promise<void> {
  response.writeHead(200, {
    'content-type': type,
    'content-length': pieces.reduce((sum, { length }) => sum + length, 0),
    'x-amzn-RequestId': requestId,
  });
  const giveWay = turnTaking();
  for (const piece of pieces.slice(0, -1)) {
    if (response.destroyed) return;
    response.write(piece);
    await giveWay();
  }
  response.end(pieces.at(-1));
}
