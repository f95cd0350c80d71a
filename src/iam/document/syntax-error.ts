import type { Position } from '../errors.ts';
import type { JsonNode } from '../json/node.ts';

/** The document does not follow the grammar. AWS's message depends on the policy's kind. */
export class SyntaxProblem extends Error {
  readonly position: Position | undefined;
  /** Whether the text is JSON at all. */
  readonly isJson: boolean;

  constructor(message: string, position: Position | undefined, isJson = true) {
    super(message);
    this.name = 'SyntaxProblem';
    this.position = position;
    this.isJson = isJson;
  }
}

/** An unknown name in a document. */
export interface Misnamed {
  readonly what: 'element' | 'operator';
  readonly name: string;
  /** The names that the grammar allows in that place. */
  readonly known: readonly string[];
  readonly position: Position | undefined;
  /** Index of the statement that it is in. */
  readonly statement?: number;
}

/** Called for an unknown name. @returns the name to read it as; undefined to skip it. */
export type OnMisnamed = (name: Misnamed) => string | undefined;

export function syntaxProblem(message: string, node: JsonNode): never {
  throw new SyntaxProblem(message, node.span?.start);
}
