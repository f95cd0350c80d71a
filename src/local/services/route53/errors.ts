import { AwsError } from '../../protocol/aws-error.ts';

/** Errors of Route 53, in its own codes (API reference). */
export const zoneErrors = {
  noZone: (id: string) =>
    new AwsError('NoSuchHostedZone', `No hosted zone found with ID: ${id}`, 404),
  publicZone: () =>
    new AwsError('InvalidInput', 'The local AWS has private hosted zones only: name a VPC.'),
  exists: (reference: string) =>
    new AwsError(
      'HostedZoneAlreadyExists',
      `A hosted zone has already been created with the specified caller reference: ${reference}`,
      409,
    ),
  invalidVpc: (id: string, region: string) =>
    new AwsError('InvalidVPCId', `The VPC ${id} in region ${region} does not exist`),
  notEmpty: () =>
    new AwsError(
      'HostedZoneNotEmpty',
      'The specified hosted zone contains non-required resource record sets and so cannot be deleted.',
    ),
  notAssociated: () =>
    new AwsError(
      'VPCAssociationNotFound',
      'The specified VPC and hosted zone are not currently associated.',
      404,
    ),
  lastVpc: () =>
    new AwsError(
      'LastVPCAssociation',
      'Cannot remove the last VPC association for the private zone',
    ),
  badChange: (why: string) => new AwsError('InvalidChangeBatch', `[${why}]`),
  invalid: (message: string) => new AwsError('InvalidInput', message),
  denied: (message: string) => new AwsError('AccessDenied', message, 403),
};
