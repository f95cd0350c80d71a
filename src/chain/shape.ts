import type { PolicyKind } from '../iam/index.ts';
import { compiledDocument } from './compiled-document.ts';

/** Checks a value from a file. @returns what is wrong with it, naming its path; undefined when nothing is. */
export type Shape = (value: unknown, path: string) => string | undefined;

type Fields = Readonly<Record<string, Shape>>;

export const text: Shape = (value, path) =>
  typeof value === 'string' ? undefined : `${path} is not a string`;
export const flag: Shape = (value, path) =>
  typeof value === 'boolean' ? undefined : `${path} is neither true nor false`;
export const count: Shape = (value, path) =>
  Number.isFinite(value) ? undefined : `${path} is not a number`;
export const moment: Shape = (value, path) =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value))
    ? undefined
    : `${path} is not a time`;

export const oneOf =
  (...values: readonly string[]): Shape =>
  (value, path) =>
    values.includes(String(value)) ? undefined : `${path} is not one of ${values.join(', ')}`;

export const list =
  (of: Shape): Shape =>
  (value, path) => {
    if (!Array.isArray(value)) return `${path} is not a list`;
    return first(value.map((item, at) => () => of(item, `${path}[${at}]`)));
  };

export const record =
  (of: Shape): Shape =>
  (value, path) => {
    if (!isObject(value)) return `${path} is not an object`;
    return first(
      Object.entries(value).map(
        ([key, item]) =>
          () =>
            of(item, `${path}.${key}`),
      ),
    );
  };

export const object =
  (needed: Fields, optional: Fields = {}): Shape =>
  (value, path) => {
    if (!isObject(value)) return `${path} is not an object`;
    return first([
      ...Object.entries(needed).map(
        ([name, of]) =>
          () =>
            of(value[name], `${path}.${name}`),
      ),
      ...Object.entries(optional).map(
        ([name, of]) =>
          () =>
            value[name] === undefined ? undefined : of(value[name], `${path}.${name}`),
      ),
    ]);
  };

/** A policy as AWS gives it out: one that it would take. */
export const policyText =
  (kind: PolicyKind): Shape =>
  (value, path) => {
    if (typeof value !== 'string') return `${path} is not a string`;
    try {
      compiledDocument(value, kind);
      return undefined;
    } catch (error) {
      return `${path} is no policy: ${(error as Error).message}`;
    }
  };

const need = object({ fact: text, permission: text });

export const fact =
  (of: Shape): Shape =>
  (value, path) => {
    if (!isObject(value)) return `${path} is not a fact`;
    switch (value.state) {
      case 'absent':
        return undefined;
      case 'unseen':
        return need(value.need, `${path}.need`);
      case 'known':
        return of(value.value, `${path}.value`);
      default:
        return `${path}.state is not one of known, absent, unseen`;
    }
  };

export const facts = (of: Shape): Shape => record(fact(of));
function first(checks: readonly (() => string | undefined)[]): string | undefined {
  for (const check of checks) {
    const complaint = check();
    if (complaint !== undefined) return complaint;
  }
  return undefined;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
