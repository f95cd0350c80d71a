import { parseScalar } from './scalars.ts';
import { ApiError, invalid } from './status.ts';

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: string;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly dryRun?: boolean;
}

/**
 * Parses the DeleteOptions of a request's body.
 * @throws ApiError BadRequest for a field of the wrong type, Invalid for an invalid value.
 */
export function deleteOptions(body: unknown): DeleteOptions {
  const options = (body ?? {}) as Record<string, unknown>;
  const { gracePeriodSeconds, propagationPolicy, dryRun, preconditions } = options;
  return {
    ...gracePeriod(gracePeriodSeconds),
    ...propagation(propagationPolicy),
    ...(isDryRun(dryRun) ? { dryRun: true } : {}),
    ...(preconditions === undefined || preconditions === null
      ? {}
      : { preconditions: preconditionsOf(preconditions) }),
  };
}

/** @param value whole seconds, as a number or as the text of a query parameter. */
export function gracePeriod(value: unknown): Pick<DeleteOptions, 'gracePeriodSeconds'> {
  if (value === undefined || value === null) return {};
  const seconds = typeof value === 'string' && value !== '' ? Number(value) : value;
  if ('value' in parseScalar('int64', seconds))
    return { gracePeriodSeconds: Math.max(0, Number(seconds)) };
  throw wrongType('gracePeriodSeconds', 'a whole number of seconds');
}

const policies = ['Orphan', 'Background', 'Foreground'];

export function propagation(value: unknown): Pick<DeleteOptions, 'propagationPolicy'> {
  if (value === undefined || value === null) return {};
  if (typeof value === 'string' && policies.includes(value)) return { propagationPolicy: value };
  throw invalid('DeleteOptions', 'meta.k8s.io', '', [
    `propagationPolicy: Unsupported value: ${JSON.stringify(value)}: supported values: "Foreground", "Background", "Orphan", "nil"`,
  ]);
}

function isDryRun(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (Array.isArray(value) && value.every((one) => one === 'All')) return value.length > 0;
  throw invalid('DeleteOptions', 'meta.k8s.io', '', [
    `dryRun: Unsupported value: ${JSON.stringify(value)}: supported values: "All"`,
  ]);
}

function preconditionsOf(value: unknown): NonNullable<DeleteOptions['preconditions']> {
  const { uid, resourceVersion } = value as { uid?: unknown; resourceVersion?: unknown };
  for (const one of [uid, resourceVersion]) {
    if (one !== undefined && one !== null && typeof one !== 'string') {
      throw wrongType('preconditions', 'a uid and a resourceVersion, as strings');
    }
  }
  return {
    ...(typeof uid === 'string' ? { uid } : {}),
    ...(typeof resourceVersion === 'string' ? { resourceVersion } : {}),
  };
}

function wrongType(field: string, what: string): ApiError {
  return new ApiError('BadRequest', `the field ${field} of DeleteOptions must be ${what}`);
}
