import type { Position } from '../errors.ts';

/** Where a value begins and ends in the source text; absent for documents given as objects. */
export interface Span {
  readonly start: Position;
  readonly end: Position;
}

export interface JsonEntry {
  readonly key: string;
  readonly keySpan: Span | undefined;
  readonly value: JsonNode;
}

/** A JSON value with its position. */
export type JsonNode =
  | { readonly type: 'object'; readonly entries: readonly JsonEntry[]; readonly span?: Span }
  | { readonly type: 'array'; readonly items: readonly JsonNode[]; readonly span?: Span }
  | { readonly type: 'string'; readonly value: string; readonly span?: Span }
  | { readonly type: 'number'; readonly value: string; readonly span?: Span }
  | { readonly type: 'boolean'; readonly value: boolean; readonly span?: Span }
  | { readonly type: 'null'; readonly span?: Span };

/** Deeper nesting than any policy has; limits the parser's recursion. */
export const maximumDepth = 32;

/** The value of an object's key, or undefined. */
export function member(node: JsonNode, key: string): JsonNode | undefined {
  if (node.type !== 'object') return undefined;
  return node.entries.find((entry) => entry.key === key)?.value;
}
