/**
 * IAM policies: parse, check, compile, evaluate and explain. Pure: no I/O, no clock, no environment.
 *
 * Entry points: `compilePolicy` and `evaluate`; see docs/iam.md.
 */
export { InputError } from './batch/errors.ts';
export { type LineAnswer, LineAnswerer, type LineOutcome } from './batch/line.ts';
export { evaluateLines, proveLines } from './batch/questions.ts';
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
export { provePull, repositoryArn } from './pull/prove.ts';
export * from './pull/types.ts';
export { simulate } from './simulate/simulate.ts';
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
