/**
 * IAM policies: parse, check, compile, evaluate and explain. Pure: no I/O, no clock, no environment.
 *
 * Entry points: `compilePolicy` and `evaluate`; see docs/iam.md.
 */

export { actionRow, actionsLike, matchesAction } from './actions/lookup.ts';
export type { ActionRow } from './actions/row.ts';
export {
  assuming,
  type IsUnseen,
  type UnseenCondition,
  unseenConditions,
  withoutDenies,
} from './assume.ts';
export { InputError } from './batch/errors.ts';
export { answerLine, type LineAnswer, LineAnswerer, type LineOutcome } from './batch/line.ts';
export { answerLint, isLintKind, lintAnswer, lintKinds } from './batch/lint-lines.ts';
export { evaluateLines } from './batch/questions.ts';
export { type CompiledPolicy, compilePolicy } from './compile.ts';
export type { ContextValues } from './condition/context.ts';
export type { EcrPolicyKind } from './document/check-ecr.ts';
export type { PolicyKind } from './document/model.ts';
export { PolicyError, type PolicyErrorCode, type Position } from './errors.ts';
export { evaluate } from './evaluate/evaluate.ts';
export type {
  AccessRequest,
  AppliedPolicies,
  DecidingStatement,
  Decision,
  PolicyLevel,
  PolicyType,
} from './evaluate/types.ts';
export { type LayerStep, walkLayers } from './evaluate/walk.ts';
export { githubClaims } from './issuers.ts';
export { prettyJson } from './json/pretty.ts';
export { checkPolicySize, type PolicyUse, policySize } from './limits.ts';
export { lintPolicy } from './lint/lint.ts';
export type { LintCode, LintFinding, LintKind, LintUse } from './lint/types.ts';
export { type Caller, callerOf } from './principal/caller.ts';
export { pairsOf, simulate, simulateEach } from './simulate/simulate.ts';
export type {
  ContextEntry,
  EvaluationResult,
  LineAndColumn,
  MatchedStatement,
  ResourceSpecificResult,
  SimulatedDecision,
  SimulatedPolicy,
  SimulationInput,
  SourcePolicyType,
} from './simulate/types.ts';
export { evaluateTrust, type TrustRequest } from './trust.ts';
export { validatePolicyText } from './validate.ts';
