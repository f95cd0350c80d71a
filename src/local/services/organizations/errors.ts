import { AwsError } from '../../protocol/aws-error.ts';

function tooMuch(Reason: string, message: string): AwsError {
  return new AwsError('ConstraintViolationException', message, 400, { Reason });
}

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
  alreadyIn: () =>
    new AwsError(
      'AlreadyInOrganizationException',
      'The AWS account is already a member of an organization.',
    ),
  notEmpty: () =>
    new AwsError(
      'OrganizationNotEmptyException',
      'To delete an organization you must first remove all member accounts (except the master).',
    ),
  rootNotFound: () =>
    new AwsError('RootNotFoundException', "You specified a root that doesn't exist."),
  accountNotFound: () =>
    new AwsError('AccountNotFoundException', "You specified an account that doesn't exist."),
  parentNotFound: () =>
    new AwsError('ParentNotFoundException', "You specified parent that doesn't exist."),
  sourceNotFound: () =>
    new AwsError(
      'SourceParentNotFoundException',
      "We can't find a source root or OU with the ParentId that you specified.",
    ),
  destinationNotFound: () =>
    new AwsError(
      'DestinationParentNotFoundException',
      "We can't find the destination container (a root or OU) with the ParentId that you specified.",
    ),
  unitNotFound: () =>
    new AwsError(
      'OrganizationalUnitNotFoundException',
      "You specified an organizational unit that doesn't exist.",
    ),
  unitNotEmpty: () =>
    new AwsError('OrganizationalUnitNotEmptyException', 'The specified OU is not empty.'),
  duplicateUnit: () =>
    new AwsError(
      'DuplicateOrganizationalUnitException',
      'An OU with the same name already exists.',
    ),
  duplicatePolicy: () =>
    new AwsError('DuplicatePolicyException', 'A policy with the same name already exists.'),
  duplicateAttachment: () =>
    new AwsError(
      'DuplicatePolicyAttachmentException',
      'The selected policy is already attached to the specified target.',
    ),
  notAttached: () =>
    new AwsError(
      'PolicyNotAttachedException',
      "The policy isn't attached to the specified target in the specified root.",
    ),
  policyInUse: () =>
    new AwsError(
      'PolicyInUseException',
      'The policy is attached to one or more entities. You must detach it from all roots, OUs, and accounts before performing this operation.',
    ),
  lastPolicy: () =>
    new AwsError(
      'ConstraintViolationException',
      'You cannot remove the last policy attached to the specified target. You should have at least one attached at all times.',
      400,
      { Reason: 'MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED' },
    ),
  tooDeep: () =>
    tooMuch(
      'OU_DEPTH_LIMIT_EXCEEDED',
      'You cannot add an organizational unit to the specified parent because it would exceed the max depth allowed.',
    ),
  tooManyUnits: () =>
    tooMuch(
      'OU_NUMBER_LIMIT_EXCEEDED',
      'You have exceeded the number of organizational units that you can have in an organization.',
    ),
  tooLong: () =>
    tooMuch('POLICY_CONTENT_LIMIT_EXCEEDED', 'You have exceeded the maximum policy size.'),
  tooManyPolicies: () =>
    tooMuch(
      'POLICY_NUMBER_LIMIT_EXCEEDED',
      'You have exceeded the number of policies that you can have in an organization.',
    ),
  tooManyAttached: () =>
    tooMuch(
      'MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
      'You have attached the maximum number of policies to the specified target.',
    ),
  typeEnabled: () =>
    new AwsError(
      'PolicyTypeAlreadyEnabledException',
      'The specified policy type is already enabled.',
    ),
  typeNotEnabled: () =>
    new AwsError(
      'PolicyTypeNotEnabledException',
      'This operation can be performed only for enabled policy types.',
    ),
  requestNotFound: () =>
    new AwsError(
      'CreateAccountStatusNotFoundException',
      "You specified a create account request that doesn't exist.",
    ),
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
