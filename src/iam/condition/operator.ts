/** How the results for the values of a multivalued key are combined. */
export type SetOperator = 'ForAllValues' | 'ForAnyValue';

/** The comparison under an operator's name, without negation, set operator and IfExists. */
export type Comparison =
  | 'StringEquals'
  | 'StringEqualsIgnoreCase'
  | 'StringLike'
  | 'NumericEquals'
  | 'NumericLessThan'
  | 'NumericLessThanEquals'
  | 'NumericGreaterThan'
  | 'NumericGreaterThanEquals'
  | 'DateEquals'
  | 'DateLessThan'
  | 'DateLessThanEquals'
  | 'DateGreaterThan'
  | 'DateGreaterThanEquals'
  | 'Bool'
  | 'BinaryEquals'
  | 'IpAddress'
  | 'ArnLike'
  | 'Null';

export interface Operator {
  readonly comparison: Comparison;
  readonly negated: boolean;
  readonly ifExists: boolean;
  readonly set: SetOperator | undefined;
}

const positive: readonly Comparison[] = [
  'StringEquals',
  'StringEqualsIgnoreCase',
  'StringLike',
  'NumericEquals',
  'NumericLessThan',
  'NumericLessThanEquals',
  'NumericGreaterThan',
  'NumericGreaterThanEquals',
  'DateEquals',
  'DateLessThan',
  'DateLessThanEquals',
  'DateGreaterThan',
  'DateGreaterThanEquals',
  'Bool',
  'BinaryEquals',
  'IpAddress',
  'ArnLike',
  'Null',
];

/** The 27 operators of the IAM User Guide, "Condition operators". */
const operators = new Map<string, { comparison: Comparison; negated: boolean }>([
  ...positive.map((comparison) => [comparison, { comparison, negated: false }] as const),
  ['ArnEquals', { comparison: 'ArnLike', negated: false }],
  ['ArnNotEquals', { comparison: 'ArnLike', negated: true }],
  ['ArnNotLike', { comparison: 'ArnLike', negated: true }],
  ['StringNotEquals', { comparison: 'StringEquals', negated: true }],
  ['StringNotEqualsIgnoreCase', { comparison: 'StringEqualsIgnoreCase', negated: true }],
  ['StringNotLike', { comparison: 'StringLike', negated: true }],
  ['NumericNotEquals', { comparison: 'NumericEquals', negated: true }],
  ['DateNotEquals', { comparison: 'DateEquals', negated: true }],
  ['NotIpAddress', { comparison: 'IpAddress', negated: true }],
]);

/** Operator names, and parts of a name that are not operators themselves: the set operators and IfExists. */
export function operatorNames(like: string): readonly string[] {
  const set = /^for(all|any)values?:/i.exec(like)?.[1]?.toLowerCase();
  const prefix = set === undefined ? '' : `${set === 'all' ? 'ForAllValues' : 'ForAnyValue'}:`;
  const suffix = /ifexists?$/i.test(like) ? 'IfExists' : '';
  return [...operators.keys()]
    .map((bare) => `${prefix}${bare}${suffix}`)
    .filter((name) => operatorOf(name) !== undefined);
}

const shape = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/;

/**
 * Parses an operator's name, such as `ForAnyValue:StringNotLikeIfExists`. Undefined for names that IAM does not
 * support, which include `NullIfExists`.
 */
export function operatorOf(name: string): Operator | undefined {
  const [, set, bare, ifExists] = shape.exec(name) ?? [];
  const known = operators.get(bare ?? '');
  if (known === undefined) return undefined;
  if (known.comparison === 'Null' && ifExists) return undefined;
  return { ...known, ifExists: ifExists !== undefined, set: set as SetOperator | undefined };
}
