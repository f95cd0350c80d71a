import { operatorNames, operatorOf } from '../condition/operator.ts';
import type { JsonNode } from '../json/node.ts';
import type { ConditionEntry } from './model.ts';
import { type OnMisnamed, syntaxProblem } from './syntax-error.ts';

/**
 * Reads a Condition element: operator -> key -> value or list of values. Values may be strings,
 * numbers or booleans (grammar notes); they are compared as text by the operator.
 *
 * An operator that does not exist is a syntax error, unless its map is empty.
 */
export function readConditions(
  node: JsonNode | undefined,
  onMisnamed?: OnMisnamed,
): ConditionEntry[] {
  if (node === undefined) return [];
  if (node.type !== 'object') return syntaxProblem('a condition is a map', node);
  return node.entries.flatMap(({ key: written, value: keys }) => {
    if (keys.type !== 'object') return syntaxProblem('an operator holds a map', keys);
    if (keys.entries.length === 0) return [];
    const operator = operatorOf(written) ? written : readAs(written, keys, onMisnamed);
    if (operator === undefined) return [];
    return keys.entries.map(({ key, value }) => ({
      operator,
      key,
      values: conditionValues(value),
      span: value.span,
    }));
  });
}

function readAs(
  name: string,
  keys: JsonNode,
  onMisnamed: OnMisnamed | undefined,
): string | undefined {
  if (onMisnamed === undefined) return syntaxProblem(`unknown operator ${name}`, keys);
  const position = keys.span?.start;
  return onMisnamed({ what: 'operator', name, known: operatorNames(name), position });
}

function conditionValues(node: JsonNode): string[] {
  const items = node.type === 'array' ? node.items : [node];
  return items.map((item) => {
    if (item.type === 'string' || item.type === 'number') return item.value;
    if (item.type === 'boolean') return String(item.value);
    return syntaxProblem('a condition value is a string, a number or a boolean', item);
  });
}
