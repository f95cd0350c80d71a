import { operatorOf } from '../condition/operator.ts';
import type { JsonNode } from '../json/node.ts';
import type { ConditionEntry } from './model.ts';
import { syntaxProblem } from './syntax-error.ts';

/**
 * Reads a Condition element: operator -> key -> value or list of values. Values may be strings,
 * numbers or booleans (grammar notes); they are compared as text by the operator.
 *
 * An operator that does not exist is a syntax error, unless its map is empty.
 */
export function readConditions(node: JsonNode | undefined): ConditionEntry[] {
  if (node === undefined) return [];
  if (node.type !== 'object') return syntaxProblem('a condition is a map', node);
  return node.entries.flatMap(({ key: operator, value: keys }) => {
    if (keys.type !== 'object') return syntaxProblem('an operator holds a map', keys);
    if (keys.entries.length > 0 && operatorOf(operator) === undefined) {
      return syntaxProblem(`unknown operator ${operator}`, keys);
    }
    return keys.entries.map(({ key, value }) => ({
      operator,
      key,
      values: conditionValues(value),
      span: value.span,
    }));
  });
}

function conditionValues(node: JsonNode): string[] {
  const items = node.type === 'array' ? node.items : [node];
  return items.map((item) => {
    if (item.type === 'string' || item.type === 'number') return item.value;
    if (item.type === 'boolean') return String(item.value);
    return syntaxProblem('a condition value is a string, a number or a boolean', item);
  });
}
