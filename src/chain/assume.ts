/** A condition on a key that the real request may have, and that nobody could look at. */
export interface OpenCondition {
  /** As the policy writes it, such as `aws:SourceVpce`. */
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
  /** Position of its statement in the policy, from 0, and its Sid. */
  readonly statement: number;
  readonly sid?: string;
}

type Statement = Readonly<Record<string, unknown>>;
type Conditions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Matches no request, whatever it brings: these keys have no such values. */
const never = { StringEquals: { 'aws:SecureTransport': 'neither' } };

/**
 * Takes a side on the conditions of a policy whose keys are not known: in favour of the request, an Allow
 * with such a condition applies and a Deny does not; against it, the reverse. Where both sides come to the
 * same decision, no value of those keys can change it. Statements keep their positions.
 * @param isOpen whether a key is one that the request may have and that is not known.
 * @returns the text as it is where there is no such condition, so that its lines can be told; else an object.
 */
export function assumed(
  document: string,
  isOpen: (key: string) => boolean,
  side: 'favour' | 'against',
): string | object {
  const policy = parse(document);
  if (policy === undefined || openConditionsOf(document, isOpen).length === 0) return document;
  const Statement = statementsOf(policy).map((statement) => {
    const conditions = conditionsOf(statement);
    const open = openConditions(statement, 0, isOpen);
    if (open.length === 0) return statement;
    const applies = (statement.Effect === 'Allow') === (side === 'favour');
    return { ...statement, Condition: applies ? known(conditions, isOpen) : never };
  });
  return { ...policy, Statement };
}

/** @returns the conditions of a policy on keys that are not known. */
export function openConditionsOf(
  document: string,
  isOpen: (key: string) => boolean,
): OpenCondition[] {
  const policy = parse(document);
  if (policy === undefined) return [];
  return statementsOf(policy).flatMap((statement, at) => openConditions(statement, at, isOpen));
}

function openConditions(
  statement: Statement,
  at: number,
  isOpen: (key: string) => boolean,
): OpenCondition[] {
  const { Sid } = statement;
  return Object.entries(conditionsOf(statement)).flatMap(([operator, keys]) =>
    Object.entries(keys)
      .filter(([key]) => isOpen(key))
      .map(([key, value]) => ({
        key,
        operator,
        values: [value].flat().map(String),
        statement: at,
        ...(typeof Sid === 'string' ? { sid: Sid } : {}),
      })),
  );
}

function known(conditions: Conditions, isOpen: (key: string) => boolean): Conditions {
  const kept = Object.entries(conditions).map(([operator, keys]) => [
    operator,
    Object.fromEntries(Object.entries(keys).filter(([key]) => !isOpen(key))),
  ]);
  return Object.fromEntries(kept.filter(([, keys]) => Object.keys(keys ?? {}).length > 0));
}

function conditionsOf({ Condition }: Statement): Conditions {
  return (typeof Condition === 'object' && Condition !== null ? Condition : {}) as Conditions;
}

function statementsOf(policy: Statement): Statement[] {
  return [policy.Statement].flat() as Statement[];
}

function parse(document: string): Statement | undefined {
  try {
    const value: unknown = JSON.parse(document);
    return typeof value === 'object' && value !== null ? (value as Statement) : undefined;
  } catch {
    return undefined;
  }
}
