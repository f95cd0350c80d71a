import { type JsonNode, maximumDepth } from './node.ts';
import { JsonError } from './parse.ts';

const nowhere = { line: 1, column: 1 };

/**
 * Converts a parsed value to nodes without positions.
 *
 * @throws JsonError for what JSON cannot contain, and for values nested too deep (or in a circle).
 */
export function jsonFromValue(value: unknown, depth = 0): JsonNode {
  if (depth > maximumDepth) throw new JsonError('nested too deep', nowhere);
  if (value === null) return { type: 'null' };
  if (typeof value === 'string') return { type: 'string', value };
  if (typeof value === 'boolean') return { type: 'boolean', value };
  if (typeof value === 'number') return { type: 'number', value: String(value) };
  if (Array.isArray(value)) {
    return { type: 'array', items: value.map((item) => jsonFromValue(item, depth + 1)) };
  }
  if (typeof value === 'object') {
    const entries = Object.entries(value).map(([key, item]) => ({
      key,
      keySpan: undefined,
      value: jsonFromValue(item, depth + 1),
    }));
    return { type: 'object', entries };
  }
  throw new JsonError(`a ${typeof value} is not JSON`, nowhere);
}
