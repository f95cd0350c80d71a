import type { Position } from '../errors.ts';
import type { JsonNode } from '../json/node.ts';

/** The document does not follow the grammar. What AWS says of it depends on the policy's kind. */
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

export function syntaxProblem(message: string, node: JsonNode): never {
  throw new SyntaxProblem(message, node.span?.start);
}
