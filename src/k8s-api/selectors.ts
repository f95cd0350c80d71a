import { requireFieldLabel } from './field-labels.ts';
import type { Resource } from './resources.ts';
import { ApiError } from './status.ts';
import type { KubernetesObject } from './types.ts';

export type Predicate = (object: KubernetesObject) => boolean;

/**
 * Parses a label selector: `a=b`, `a!=b`, `a in (b,c)`, `a notin (b)`, `a`, `!a`, joined by commas.
 * (apimachinery: labels.Parse)
 * @throws ApiError BadRequest
 */
export function labelSelector(text: string): Predicate {
  const requirements = splitOutsideParentheses(text).map(requirement);
  return ({ metadata }) => requirements.every((holds) => holds(metadata.labels ?? {}));
}

/**
 * Parses a field selector: `spec.nodeName=a,status.phase!=Running`. An absent field is the empty string.
 * (apimachinery: fields.ParseSelector)
 * @param resource the resource to select from; it determines the supported fields.
 * @throws ApiError BadRequest
 */
export function fieldSelector(text: string, resource: Resource): Predicate {
  const terms = text.split(',').filter((term) => term !== '');
  const checks = terms.map((term) => {
    const match = /^([\w.[\]/-]+)(==|!=|=)(.*)$/.exec(term);
    if (match === null) {
      throw new ApiError(
        'BadRequest',
        `invalid field selector: invalid selector: '${text}'; can't understand '${term}'`,
      );
    }
    const [, path = '', operator, value = ''] = match;
    requireFieldLabel(resource, path);
    return (object: KubernetesObject) => (fieldAt(object, path) === value) === (operator !== '!=');
  });
  return (object) => checks.every((holds) => holds(object));
}

/** @returns a predicate that combines a request's `labelSelector` and `fieldSelector` parameters. */
export function requestSelector(query: URLSearchParams, resource: Resource): Predicate {
  const byLabel = labelSelector(query.get('labelSelector') ?? '');
  const byField = fieldSelector(query.get('fieldSelector') ?? '', resource);
  return (object) => byLabel(object) && byField(object);
}

/** @returns whether labels satisfy a LabelSelector object (`matchLabels` and `matchExpressions`). */
export function matchesLabelSelector(
  selector: LabelSelector | undefined,
  labels: Readonly<Record<string, string>>,
): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
      if (operator === 'Exists') return value !== undefined;
      if (operator === 'DoesNotExist') return value === undefined;
      const among = value !== undefined && values.includes(value);
      return operator === 'In' ? among : !among;
    })
  );
}

export interface LabelSelector {
  matchLabels?: Record<string, string>;
  matchExpressions?: {
    key: string;
    operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    values?: string[];
  }[];
}

/** @returns whether a selector has any requirement. */
export function isSelector(selector: LabelSelector | undefined): selector is LabelSelector {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  return Object.keys(matchLabels).length > 0 || matchExpressions.length > 0;
}

function requirement(term: string): (labels: Readonly<Record<string, string>>) => boolean {
  const set = /^([\w./-]+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(term);
  if (set !== null) {
    const [, key = '', operator, list = ''] = set;
    const values = list.split(',').map((value) => value.trim());
    return (labels) => {
      const value = labels[key];
      const among = value !== undefined && values.includes(value);
      return operator === 'in' ? among : !among;
    };
  }
  const equality = /^([\w./-]+)\s*(==|!=|=)\s*([\w./-]*)$/.exec(term);
  if (equality !== null) {
    const [, key = '', operator, value] = equality;
    return (labels) => (labels[key] === value) === (operator !== '!=');
  }
  const existence = /^(!?)\s*([\w./-]+)$/.exec(term);
  if (existence !== null) {
    const [, not, key = ''] = existence;
    return (labels) => Object.hasOwn(labels, key) === (not === '');
  }
  throw new ApiError('BadRequest', `unable to parse requirement: ${JSON.stringify(term)}`);
}

function splitOutsideParentheses(text: string): string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map((term) => term.trim())
    .filter((term) => term !== '');
}

function fieldAt(object: KubernetesObject, path: string): string {
  let value: unknown = object;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return '';
    value = (value as Record<string, unknown>)[name];
  }
  return value === undefined || value === null ? '' : String(value);
}
