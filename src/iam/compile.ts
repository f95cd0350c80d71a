import { type CompiledStatement, compileStatement } from './compile-statement.ts';
import type { PolicyKind } from './document/model.ts';
import { readAndCheck } from './validate.ts';

/** A policy ready for evaluation. Make it once with `compilePolicy` and use it for many requests. */
export interface CompiledPolicy {
  readonly kind: PolicyKind;
  readonly version: string | undefined;
  readonly statements: readonly CompiledStatement[];
  /** The statements whose Action covers an action, given in lower case. */
  readonly statementsFor: (lowerAction: string) => readonly CompiledStatement[];
}

/** Actions whose statements are cached. */
const rememberedActions = 256;

/**
 * Parses, checks and compiles a policy document, given as text (then statements know their line and column) or
 * as a parsed object. The checks are those of `validatePolicyText`, except for what a stored policy may have:
 * an older version, in which `${...}` is plain text, and principals of an invalid form, which match nobody.
 *
 * @throws PolicyError with the code and text of the AWS service that stores this kind of policy.
 */
export function compilePolicy(document: string | object, kind: PolicyKind): CompiledPolicy {
  const { version, statements } = readAndCheck(document, kind, { stored: true });
  const variables = version === '2012-10-17';
  const compiled = statements.map((statement) => compileStatement(statement, kind, variables));
  return policyOf(kind, version, compiled);
}

/** A policy of compiled statements. */
export function policyOf(
  kind: PolicyKind,
  version: string | undefined,
  statements: readonly CompiledStatement[],
): CompiledPolicy {
  return { kind, version, statements, statementsFor: byAction(statements) };
}

function byAction(
  statements: readonly CompiledStatement[],
): (lowerAction: string) => readonly CompiledStatement[] {
  const remembered = new Map<string, readonly CompiledStatement[]>();
  return (lowerAction) => {
    const known = remembered.get(lowerAction);
    if (known !== undefined) return known;
    const covering = statements.filter((statement) => statement.coversAction(lowerAction));
    if (remembered.size < rememberedActions) remembered.set(lowerAction, covering);
    return covering;
  };
}
