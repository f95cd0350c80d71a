import type { JsonNode } from './node.ts';
import { parseJson } from './parse.ts';

/**
 * Formats a JSON document as AWS does: `{`, a key on each line, a colon between spaces; `[ a, b ]` on one line.
 * Order and content stay.
 * @throws JsonError for an invalid text.
 */
export function prettyJson(text: string): string {
  return written(parseJson(text), '');
}

function written(node: JsonNode, indent: string): string {
  switch (node.type) {
    case 'object': {
      if (node.entries.length === 0) return '{ }';
      const inner = `${indent}  `;
      const lines = node.entries.map(
        ({ key, value }) => `${inner}${JSON.stringify(key)} : ${written(value, inner)}`,
      );
      return `{\n${lines.join(',\n')}\n${indent}}`;
    }
    case 'array': {
      if (node.items.length === 0) return '[ ]';
      return `[ ${node.items.map((item) => written(item, indent)).join(', ')} ]`;
    }
    case 'string':
      return JSON.stringify(node.value);
    case 'number':
      return node.value;
    case 'boolean':
      return String(node.value);
    case 'null':
      return 'null';
  }
}
