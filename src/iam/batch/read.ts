import type { ContextValues } from '../condition/context.ts';
import { InputError } from './errors.ts';

export type JsonObject = { readonly [key: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectAt(parent: JsonObject, key: string, path: string): JsonObject {
  const value = parent[key];
  if (isObject(value)) return value;
  throw new InputError(`${path}${key} must be an object`);
}

export function stringAt(parent: JsonObject, key: string, path: string): string {
  const value = parent[key];
  if (typeof value === 'string') return value;
  throw new InputError(`${path}${key} must be a string`);
}

/** The `request` of a line. */
export function requestOf(input: unknown): JsonObject {
  if (isObject(input)) return input;
  throw new InputError('request must be an object');
}

const principal = /^(anonymous|\*|\d{12}|arn:[^:]+(:[^:]*){3}:.+|[\w-]+(\.[\w-]+)+([/:].*)?)$/;

/**
 * The principal: an ARN, an account id (its root), a service or identity provider by its host name, or
 * `anonymous` (IAM User Guide, "Principal"). A mistyped one must not count as a principal without permissions.
 */
export function principalAt(request: JsonObject): string {
  const value = stringAt(request, 'principal', 'request.');
  if (principal.test(value)) return value;
  throw new InputError(
    'request.principal must be an ARN, an account id, the name of a service, or anonymous',
  );
}

/** The requested action, as `service:Action`; wildcards are for policies. */
export function actionAt(request: JsonObject): string {
  const value = stringAt(request, 'action', 'request.');
  if (/^[^:*?\s]+:[^:*?\s]+$/.test(value)) return value;
  throw new InputError('request.action must be one action, such as ecr:BatchGetImage');
}

/** One value or a list of them, as a list; an absent value is an empty list. */
export function listAt(parent: JsonObject, key: string): readonly unknown[] {
  const value = parent[key];
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** Context keys hold strings or lists of them; numbers and booleans are taken as their text. */
export function readContext(parent: JsonObject): ContextValues {
  const context = parent.context ?? {};
  if (!isObject(context)) throw new InputError('request.context must be an object');
  const values = Object.entries(context).filter(([, value]) => value !== null);
  return Object.fromEntries(values.map(([key, value]) => [key, contextValue(key, value)]));
}

function contextValue(key: string, value: unknown): string | readonly string[] {
  if (Array.isArray(value)) return value.map((one) => scalar(key, one));
  return scalar(key, value);
}

function scalar(key: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new InputError(
    `request.context[${JSON.stringify(key)}] must be a string or a list of them`,
  );
}
