/** The error codes of AWS services for a policy document that they refuse. */
export type PolicyErrorCode =
  | 'MalformedPolicyDocument'
  | 'MalformedPolicyDocumentException'
  | 'InvalidParameterException'
  | 'LimitExceeded';

/** A position in the text of a document; line and column count from 1, as in AWS's simulator. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A document that AWS would refuse: AWS's own code and text, and the position, if it is known. */
export class PolicyError extends Error {
  readonly code: PolicyErrorCode;
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(code: PolicyErrorCode, message: string, position?: Position) {
    super(message);
    this.name = 'PolicyError';
    this.code = code;
    this.line = position?.line;
    this.column = position?.column;
  }
}
