/** A lifecycle policy that ECR refuses; the message is ECR's whole text. */
export class LifecyclePolicyError extends Error {
  override readonly name = 'LifecyclePolicyError';
  /** ECR's code for it. */
  readonly code = 'InvalidParameterException';
  readonly hint =
    'Correct what the text names: the ECR User Guide, "Lifecycle policy properties", has the form of each rule.';

  /** @param constraint the text between the quotes in ECR's message. */
  constructor(constraint: string) {
    super(
      `Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: '${constraint}'`,
    );
  }
}

/** What is wrong with the rules, with the text of ECR's validator or one like it. */
export function invalid(failure: string): LifecyclePolicyError {
  return new LifecyclePolicyError(`Lifecycle policy validation failure: ${failure}`);
}

/**
 * The texts of the JSON schema validator behind ECR (java-json-tools json-schema-validator), as public logs
 * show them. Some have a line break before the closing quote; see docs/fidelity.md.
 */
export const schemaErrors = {
  missing: (names: readonly string[]) =>
    invalid(`object has missing required properties (${JSON.stringify([...names].sort())})`),
  unknown: (names: readonly string[]) =>
    invalid(
      `object instance has properties which are not allowed by the schema: (${JSON.stringify([...names].sort())})`,
    ),
  type: (found: unknown, allowed: string) =>
    invalid(
      `instance type (${jsonType(found)}) does not match any allowed primitive type (allowed: ["${allowed}"])`,
    ),
  notInEnum: (found: unknown, possible: readonly string[]) =>
    invalid(
      `instance value (${JSON.stringify(found)}) not found in enum (possible values: ${JSON.stringify(possible)})`,
    ),
  tooLow: (found: number, minimum: number) =>
    invalid(
      `numeric instance is lower than the required minimum (minimum: ${minimum}, found: ${found})\n`,
    ),
  noSchema: (outOf: number) =>
    invalid(`instance failed to match exactly one schema (matched 0 out of ${outOf})\n`),
  tooManyElements: (found: number, most: number) =>
    invalid(
      `array is too long: must have at most ${most} elements but instance has ${found} elements`,
    ),
  tooFewElements: () =>
    invalid('array is too short: must have at least 1 elements but instance has 0 elements'),
  emptyString: () => invalid('string "" is too short (length: 0, required minimum: 1)'),
} as const;

function jsonType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}
