// One condition against one context.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compilePolicy } from '../compile.ts';
import type { ContextValues } from '../condition/context.ts';
import { evaluate } from '../evaluate/evaluate.ts';

/** Whether one condition of a statement that allows everything holds in a context. */
export function holds(
  operator: string,
  key: string,
  wanted: unknown,
  context: ContextValues,
  version = '2012-10-17',
) {
  const statement = {
    Effect: 'Allow',
    Action: '*',
    Resource: '*',
    Condition: { [operator]: { [key]: wanted } },
  };
  const policy = compilePolicy({ Version: version, Statement: statement }, 'identity');
  const resource = { resource: '*', accountId: '111122223333' };
  const principal = 'arn:aws:iam::111122223333:role/Node';
  const { decision } = evaluate(
    { principal, action: 'x:Y', resource, context },
    { identity: [policy] },
  );
  return decision === 'allowed';
}

type Row = readonly [
  operator: string,
  wanted: unknown,
  given: string | readonly string[] | undefined,
  expected: boolean,
];

/** A test for each row: one condition against one context. */
export function table(name: string, rows: readonly Row[]): void {
  describe(name, () => {
    for (const [operator, wanted, given, expected] of rows) {
      const title = `${operator} ${JSON.stringify(wanted)} against ${JSON.stringify(given) ?? 'no key'}`;
      it(`${title}: ${expected}`, () => {
        assert.equal(
          holds(operator, 'k:y', wanted, given === undefined ? {} : { 'k:y': given }),
          expected,
        );
      });
    }
  });
}
