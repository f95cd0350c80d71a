import type { Decision } from '../../iam/index.ts';
import type { AwsError } from '../protocol/aws-error.ts';
import type { Model, Value } from '../protocol/model.ts';
import type { Violation } from '../protocol/validate.ts';
import type { Call } from './call.ts';

/** One AWS service of the local AWS. */
export interface Service {
  /** Name in the credential scope of signatures. */
  readonly signingName: string;
  readonly model: Model;
  readonly operations: Readonly<Record<string, Operation>>;
  /** The service's own error for an input that breaks its model; `found` holds at least one. */
  invalid(found: readonly Violation[]): AwsError;
  /**
   * The service's own error for a caller without permission.
   * @param denial what was decided; absent for a session whose role or user is gone.
   */
  denied(message: string, denial?: Denial): AwsError;
}

/** A decision against a caller, for the services that tell more of it than its message. */
export interface Denial {
  readonly call: Call;
  readonly permission: Permission;
  readonly decision: Decision;
}

/** An operation, with its input and output types out of sight of the protocols. */
export interface Operation {
  /** True for the few operations that take requests without a signature. */
  readonly unsigned: boolean;
  permissions(input: Value, call: Call): readonly Permission[];
  run(input: Value, call: Call): Value | Promise<Value>;
}

/** What the caller must be allowed for an operation to run. */
export interface Permission {
  /** Such as `ecr:PutImage`. */
  readonly action: string;
  /** ARN, or `*` for an action without resource type. */
  readonly resource: string;
  /** Account that owns the resource. */
  readonly accountId: string;
  /** Texts of the resource's own policies. */
  readonly resourcePolicies?: readonly string[];
  /** ARNs of the caller, or of its account, that grants of the resource name for this action. */
  readonly grantedTo?: readonly string[];
  /** What the caller named the resource by, where a denial must not tell more. */
  readonly asked?: string;
  /** Condition keys that this resource or request brings. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** Ties an operation's typed functions to the untyped protocols: the one place where types are cast. */
export function operation<Input, Output>(definition: {
  unsigned?: boolean;
  permissions(input: Input, call: Call): readonly Permission[];
  run(input: Input, call: Call): Output | Promise<Output>;
}): Operation {
  return {
    unsigned: definition.unsigned ?? false,
    permissions: (input, call) => definition.permissions(input as Input, call),
    run: (input, call) => definition.run(input as Input, call) as Value | Promise<Value>,
  };
}
