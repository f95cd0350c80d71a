import { AwsError } from '../../protocol/aws-error.ts';
import type { Violation } from '../../protocol/validate.ts';

/** Errors of EKS, in its own codes and words (API reference; public logs). */
export const eksErrors = {
  noCluster: (name: string) =>
    new AwsError('ResourceNotFoundException', `No cluster found for name: ${name}.`, 404, {
      clusterName: name,
    }),
  notFound: (message: string, cluster: string) =>
    new AwsError('ResourceNotFoundException', message, 404, { clusterName: cluster }),
  inUse: (message: string, detail: Readonly<Record<string, string>> = {}) =>
    new AwsError('ResourceInUseException', message, 409, detail),
  invalidParameter: (message: string) => new AwsError('InvalidParameterException', message),
  invalidRequest: (message: string) => new AwsError('InvalidRequestException', message),
  denied: (message: string) => new AwsError('AccessDeniedException', message, 403),
};

export function invalidEksInput(found: readonly Violation[]): AwsError {
  return eksErrors.invalidParameter(
    found.map(({ path, constraint }) => `${path}: ${constraint}`).join('; '),
  );
}
