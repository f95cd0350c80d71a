import type { Position } from '../errors.ts';
import type { JsonNode } from '../json/node.ts';

/** The document does not follow the grammar. What AWS says of it depends on the policy's kind. */
export class SyntaxProblem extends Error {
  readonly position: Position | undefined;

  constructor(message: string, position: Position | undefined) {
    super(message);
    this.name = 'SyntaxProblem';
    this.position = position;
  }
}

export function syntaxProblem(message: string, node: JsonNode): never {
  throw new SyntaxProblem(message, node.span?.start);
}
