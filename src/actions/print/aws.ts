import type { AwsCall } from './api.ts';
import { quoted } from './quoted.ts';

/** The AWS CLI command that makes a call: the CLI derives its names from the same model. */
export function awsCommand({ service, operation, region, input }: AwsCall): string {
  return [
    'aws',
    service,
    kebab(operation),
    ...(region === undefined ? [] : ['--region', region]),
    ...Object.entries(input).flatMap(([name, value]) => parameter(name, value)),
  ].join(' ');
}

function parameter(name: string, value: unknown): string[] {
  if (value === true) return [`--${kebab(name)}`];
  // EC2's own pair of flags for the direction of a rule.
  if (value === false) return [name === 'Egress' ? '--ingress' : `--no-${kebab(name)}`];
  if (Array.isArray(value)) return [`--${kebab(name)}`, ...value.map(listItem)];
  return [`--${kebab(name)}`, shorthand(value)];
}

/** A structure in a list is printed as JSON, because it may contain lists of structures. */
function listItem(value: unknown): string {
  return typeof value === 'string' ? quoted(value) : quoted(JSON.stringify([value]));
}

/** The command that prints an ECR token. */
export function loginPassword(region: string): string {
  return `aws ecr get-login-password --region ${region}`;
}

/** `CreatePolicyVersion` as `create-policy-version`, and `AWSServiceName` as `aws-service-name`. */
function kebab(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-').toLowerCase();
}

/** A structure is printed in the CLI's shorthand: `Arn=...`. */
function shorthand(value: unknown): string {
  if (Array.isArray(value)) return value.map(shorthand).join(' ');
  if (typeof value !== 'object' || value === null) return quoted(String(value));
  return quoted(
    Object.entries(value)
      .map(([key, one]) => `${key}=${String(one)}`)
      .join(','),
  );
}
