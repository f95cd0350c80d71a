import type { IncomingMessage } from 'node:http';
import type { Settings, Signals, Store } from '../core/call.ts';
import type { Permission } from '../core/service.ts';
import { AwsError } from '../protocol/aws-error.ts';
import type { Value } from '../protocol/model.ts';
import { redact, withoutSecrets } from '../trail/redact.ts';
import { countCall } from '../usage/ecr-metrics.ts';
import type { ApiCaller } from './api-caller.ts';
import type { ApiRequest } from './api-request.ts';

/** What is known of a request before it is answered, filled in step by step. */
export interface Progress {
  /** Known once the signature was accepted. */
  identity?: ApiCaller;
  input?: Value;
  permissions?: readonly Permission[];
}

/**
 * Records a call on the trail and counts it. A call without a known caller belongs to no account and is not
 * recorded.
 */
export function noteCall(
  core: Store & Signals & Settings,
  api: ApiRequest,
  { identity, input, permissions = [] }: Progress,
  request: IncomingMessage,
  error?: unknown,
): void {
  if (identity === undefined) return;
  const { service, operationName, requestId } = api;
  const shape = service.model.operations[operationName]?.input?.shape;
  const secrets: string[] = [];
  // A copy: a string parsed from a body can keep the whole body in memory.
  const parameters =
    shape === undefined || input === undefined
      ? undefined
      : JSON.stringify(redact(service.model, shape, input, secrets));
  const { caller, region, isSigned } = identity;
  if (service.signingName === 'ecr') {
    const isThrottled = error instanceof AwsError && error.code === 'ThrottlingException';
    countCall(core, caller.accountId, region, operationName, isThrottled);
  }
  const named = permissions.map(({ resource }) => resource).filter((arn) => arn !== '*');
  const resources = JSON.stringify([...new Set(named)]);
  const owners = isSigned
    ? [caller.accountId, ...permissions.map(({ accountId }) => accountId)]
    : [accountOfRole(input) ?? core.settings.defaultAccount];
  core.trail.record({
    at: core.clock.now(),
    region,
    eventSource: `${service.signingName}.amazonaws.com`,
    eventName: operationName,
    caller: isSigned ? caller : undefined,
    accounts: [...new Set(owners)],
    sourceIp: (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, ''),
    userAgent: request.headers['user-agent'] ?? '',
    requestId,
    size: resources.length + (parameters?.length ?? 0),
    about: () => ({
      resources: JSON.parse(resources) as string[],
      parameters: parameters === undefined ? undefined : (JSON.parse(parameters) as unknown),
    }),
    error: error === undefined ? undefined : told(error, secrets),
  });
}

/** CloudTrail's short name for the error that JSON services call AccessDeniedException. */
function told(error: unknown, secrets: readonly string[]) {
  if (!(error instanceof AwsError)) {
    return { code: 'InternalFailure', message: 'An internal error occurred' };
  }
  const code = error.code === 'AccessDeniedException' ? 'AccessDenied' : error.code;
  return { code, message: withoutSecrets(error.message, secrets) };
}

/** The account of the role that an unsigned AssumeRoleWithWebIdentity asks for. */
function accountOfRole(input: Value | undefined): string | undefined {
  const arn = typeof input === 'object' && input !== null && 'RoleArn' in input && input.RoleArn;
  return typeof arn === 'string' ? /^arn:[\w-]+:iam::(\d{12}):/.exec(arn)?.[1] : undefined;
}
