import { AwsError } from '../../protocol/aws-error.ts';

/** Errors of Organizations, in its own codes (API reference). */
export const organizationErrors = {
  notInUse: () =>
    new AwsError(
      'AWSOrganizationsNotInUseException',
      'Your account is not a member of an organization.',
    ),
  denied: (message = "You don't have permissions to access this resource.") =>
    new AwsError('AccessDeniedException', message),
  childNotFound: (id: string) =>
    new AwsError('ChildNotFoundException', `You specified a child that does not exist: ${id}.`),
  targetNotFound: (id: string) =>
    new AwsError('TargetNotFoundException', `You specified a target that does not exist: ${id}.`),
  policyNotFound: (id: string) =>
    new AwsError('PolicyNotFoundException', `You specified a policy that does not exist: ${id}.`),
  managedByAws: () =>
    new AwsError(
      'InvalidInputException',
      'You specified a policy that is managed by AWS and cannot be modified.',
      400,
      { Reason: 'IMMUTABLE_POLICY' },
    ),
  malformed: (message: string) => new AwsError('MalformedPolicyDocumentException', message),
  invalid: (message: string) => new AwsError('InvalidInputException', message),
} as const;
