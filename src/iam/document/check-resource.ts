import { isPartition } from '../../names/partitions.ts';

/** The paths that IAM's text lists. */
const iamPaths = [
  'user/',
  'federated-user/',
  'role/',
  'group/',
  'instance-profile/',
  'mfa/',
  'server-certificate/',
  'policy/',
  'sms-mfa/',
  'saml-provider/',
  'oidc-provider/',
  'report/',
  'access-report/',
];

/** Resource types of IAM that were added after that text (Service Authorization Reference). */
const youngerIamPaths = [
  'assumed-role/',
  'contextProvider/',
  'delegation-request/',
  'role-template/',
];

/** S3's kinds of resource that live in a region. */
const regionalS3 = ['accesspoint', 'job/', 'storage-lens', 'access-grants', 'async-request/'];

/**
 * IAM's error for an entry of Resource or NotResource; undefined for a valid one. `hasLegacyShape` checks the
 * shape of the ARN.
 */
export function resourceProblem(resource: string): string | undefined {
  if (resource === '*') return undefined;
  const [, partition, ...rest] = resource.split(':');
  if (partition === undefined) return `Resource ${resource} must be in ARN format or "*".`;
  if (partition !== '*' && !isPartition(partition)) return partitionProblem(partition, rest);
  const [service, region = '', , ...path] = rest;
  if (service === undefined || /[*?]/.test(service)) {
    return 'Resource vendor must be fully qualified and cannot contain regexes.';
  }
  if (rest.length < 4 && !resource.includes('::')) return undefined;
  if (service === 'iam') return iamProblem(resource, region, path.join(':'));
  if (service === 's3') return s3Problem(resource, region, path.join(':'));
  return undefined;
}

/** The ARN as IAM completes it in its text: missing parts become stars. */
function partitionProblem(partition: string, rest: readonly string[]): string {
  const [service = '*', region = '*', account = '*', ...path] = rest;
  const resource = path.length > 0 ? path.join(':') : '*';
  const whole = rest.length === 1 && service === '' ? '*' : service;
  return `Partition "${partition}" is not valid for resource "arn:${partition}:${whole}:${region}:${account}:${resource}".`;
}

function iamProblem(resource: string, region: string, path: string): string | undefined {
  if (region !== '') return `IAM resource ${resource} cannot contain region information.`;
  const known =
    path === '*' ||
    path === 'root' ||
    [...iamPaths, ...youngerIamPaths].some((start) => path.startsWith(start));
  if (known) return undefined;
  return `IAM resource path must either be "*", root, or start with ${iamPaths.join(', ')}.`;
}

function s3Problem(resource: string, region: string, path: string): string | undefined {
  if (region === '' || region === '*') return undefined;
  if (regionalS3.some((start) => path.startsWith(start))) return undefined;
  return `Resource ${resource} can not contain region information.`;
}

/** IAM's old parser requires a service, and all six parts once one of them is empty. */
export function hasLegacyShape(resource: string): boolean {
  if (resource === '*') return true;
  const parts = resource.split(':');
  return parts[2] !== '' && (parts.length >= 6 || !resource.includes('::'));
}
