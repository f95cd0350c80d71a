/** A policy as far as it is edited: its statements as a list. */
export interface EditableDocument {
  readonly Version?: string;
  readonly Statement: readonly object[];
}

export const emptyDocument: EditableDocument = { Version: '2012-10-17', Statement: [] };

/** Parses the text of a policy for editing. */
export function readDocument(text: string): EditableDocument {
  const { Statement, ...rest } = JSON.parse(text) as { Statement: object | object[] };
  return { ...rest, Statement: Array.isArray(Statement) ? Statement : [Statement] };
}

export function extended(
  document: EditableDocument,
  ...statements: readonly object[]
): EditableDocument {
  return { ...document, Statement: [...document.Statement, ...statements] };
}

/** Condition operators that exempt the principals they name. */
const exempting = ['ArnNotEquals', 'ArnNotLike', 'StringNotEquals', 'StringNotLike'];

/**
 * Narrows a Deny so that it no longer applies to one role; it still applies to everyone else.
 * @param statement position of the Deny, from 0.
 */
export function exempted(
  document: EditableDocument,
  statement: number,
  roleArn: string,
): EditableDocument {
  const Statement = document.Statement.map((one, index) =>
    index === statement ? withExemption(one, roleArn) : one,
  );
  return { ...document, Statement };
}

function withExemption(statement: object, roleArn: string): object {
  const { Condition = {} } = statement as { Condition?: Record<string, Record<string, unknown>> };
  const [operator, key] = exempting
    .flatMap((name) =>
      Object.keys(Condition[name] ?? {}).map((one): [string, string] => [name, one]),
    )
    .find(([, one]) => one.toLowerCase() === 'aws:principalarn') ?? [
    'ArnNotEquals',
    'aws:PrincipalArn',
  ];
  const before = [Condition[operator]?.[key] ?? []].flat();
  const values = [...before, roleArn];
  const named = { ...Condition[operator], [key]: values.length === 1 ? roleArn : values };
  return { ...statement, Condition: { ...Condition, [operator]: named } };
}
