/** The codes an AWS service gives for a policy document that it refuses. */
export type PolicyErrorCode =
  | 'MalformedPolicyDocument'
  | 'MalformedPolicyDocumentException'
  | 'InvalidParameterException'
  | 'LimitExceeded';

/** Where in the text of a document something stands; both count from 1, as AWS's simulator does. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A document that AWS would refuse: AWS's own code and text, and the place, where it is known. */
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
