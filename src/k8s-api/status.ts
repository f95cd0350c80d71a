import type { Status } from './types.ts';

/** Reasons of a Status, and the HTTP status that goes with each (apimachinery, meta/v1/types.go). */
const codes = {
  BadRequest: 400,
  Unauthorized: 401,
  Forbidden: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  NotAcceptable: 406,
  AlreadyExists: 409,
  Conflict: 409,
  Expired: 410,
  RequestEntityTooLarge: 413,
  UnsupportedMediaType: 415,
  Invalid: 422,
  InternalError: 500,
  ServiceUnavailable: 503,
} as const;

export type StatusReason = keyof typeof codes;

/** A request that the API server refuses; it is answered as a Status object. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly reason: StatusReason;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    reason: StatusReason,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.reason = reason;
    this.details = details;
  }

  get code(): number {
    return codes[this.reason];
  }

  toStatus(): Status {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      reason: this.reason,
      ...(Object.keys(this.details).length > 0 ? { details: this.details } : {}),
      code: this.code,
    };
  }
}

/** The parts of a resource that an error names: `pods`, `deployments.apps`. */
interface Named {
  readonly plural: string;
  readonly group: string;
}

function qualified({ plural, group }: Named): string {
  return group === '' ? plural : `${plural}.${group}`;
}

function detailsOf(resource: Named, name: string): Record<string, unknown> {
  return { name, ...(resource.group ? { group: resource.group } : {}), kind: resource.plural };
}

export function notFound(resource: Named, name: string): ApiError {
  const message = `${qualified(resource)} ${JSON.stringify(name)} not found`;
  return new ApiError('NotFound', message, detailsOf(resource, name));
}

export function alreadyExists(resource: Named, name: string): ApiError {
  const message = `${qualified(resource)} ${JSON.stringify(name)} already exists`;
  return new ApiError('AlreadyExists', message, detailsOf(resource, name));
}

export function conflict(resource: Named, name: string): ApiError {
  return new ApiError(
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(resource)} ${JSON.stringify(name)}: the object has been modified; please apply your changes to the latest version and try again`,
    detailsOf(resource, name),
  );
}

export function forbidden(resource: Named, name: string, why: string): ApiError {
  const message = `${qualified(resource)} ${JSON.stringify(name)} is forbidden: ${why}`;
  return new ApiError('Forbidden', message, detailsOf(resource, name));
}

/** @param causes field errors, such as `spec.containers: Required value`. */
export function invalid(
  kind: string,
  group: string,
  name: string,
  causes: readonly string[],
): ApiError {
  const qualifiedKind = group === '' ? kind : `${kind}.${group}`;
  const all = causes.length === 1 ? (causes[0] ?? '') : `[${causes.join(', ')}]`;
  return new ApiError('Invalid', `${qualifiedKind} ${JSON.stringify(name)} is invalid: ${all}`, {
    name,
    ...(group ? { group } : {}),
    kind,
    causes: causes.map((cause) => ({
      reason: 'FieldValueInvalid',
      field: cause.split(':')[0],
      message: cause.slice(cause.indexOf(':') + 2),
    })),
  });
}

export function success(details: Readonly<Record<string, unknown>>): Status {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}
