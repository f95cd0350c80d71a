import type { ServerResponse } from 'node:http';
import { BodyTooLarge } from '../../http/body.ts';
import { requestLine } from '../../http/request-line.ts';
import { logInternalError } from '../../log/log.ts';
import { StorageError } from '../../storage/errors.ts';
import type { Service } from '../core/service.ts';
import type {
  AuthenticationError,
  AuthenticationErrorCode,
} from '../identity/authentication-error.ts';
import { AwsError } from '../protocol/aws-error.ts';
import type { Value } from '../protocol/model.ts';
import { escapeXml, toJson, toXml } from '../protocol/output.ts';
import type { ApiRequest } from './api-request.ts';
import { TooManyBodies } from './body-budget.ts';

type Named = Readonly<Record<AuthenticationErrorCode, readonly [code: string, status: number]>>;

/**
 * What each protocol calls a signature that is not accepted.
 * Source: "Common errors" of the IAM, STS and ECR API references.
 */
const names: Readonly<Record<'json' | 'query' | 'ec2', Named>> = {
  json: {
    MISSING: ['MissingAuthenticationTokenException', 400],
    INCOMPLETE: ['IncompleteSignatureException', 400],
    UNKNOWN_KEY: ['UnrecognizedClientException', 400],
    BAD_SIGNATURE: ['InvalidSignatureException', 400],
    SKEWED: ['InvalidSignatureException', 400],
    EXPIRED: ['ExpiredTokenException', 400],
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

/** The error of a service's protocol for a signature that is not accepted. */
export function authenticationFailure(service: Service, error: AuthenticationError): AwsError {
  const { protocol } = service.model.metadata;
  const [code, status] = names[protocol][error.code];
  if (error.code === 'MISSING' && protocol === 'json') {
    return new AwsError(code, 'Missing Authentication Token', status);
  }
  return new AwsError(code, error.message, status);
}

export function writeResult(response: ServerResponse, api: ApiRequest, output: Value): void {
  const { service, operationName, requestId } = api;
  const { protocol, xmlNamespace, jsonVersion } = service.model.metadata;
  if (protocol === 'json') {
    send(response, 200, `application/x-amz-json-${jsonVersion}`, requestId, toJson(output));
    return;
  }
  const shape = service.model.operations[operationName]?.output;
  const result = shape === undefined ? '' : toXml(service.model, shape.shape, output);
  // Where EC2 has nothing to say, it says so.
  const said = shape === undefined ? '<return>true</return>' : result;
  const inner =
    protocol === 'ec2'
      ? `<requestId>${requestId}</requestId>${said}`
      : `${shape === undefined ? '' : `<${operationName}Result>${result}</${operationName}Result>`}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  const xml = `<${operationName}Response xmlns="${xmlNamespace}">${inner}</${operationName}Response>`;
  send(response, 200, 'text/xml', requestId, xml);
}

/** Writes an error in the protocol of the service it belongs to; nothing internal gets out. */
export function writeError(
  response: ServerResponse,
  service: Service | undefined,
  requestId: string,
  error: unknown,
): void {
  if (response.headersSent || response.destroyed) return;
  const known = asAwsError(error, response);
  const protocol = service?.model.metadata.protocol ?? 'json';
  if (protocol === 'json') {
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
  // Told on stderr by the storage, once.
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
