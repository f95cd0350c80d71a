import type { AwsCall } from './api.ts';
import { quoted } from './quoted.ts';

/** The command of the AWS CLI that makes a call: the CLI derives its names from the same model. */
export function awsCommand({ service, operation, region, input }: AwsCall): string {
  return [
    'aws',
    service,
    kebab(operation),
    ...(region === undefined ? [] : ['--region', region]),
    ...Object.entries(input).flatMap(([name, value]) =>
      value === true ? [`--${kebab(name)}`] : [`--${kebab(name)}`, shorthand(value)],
    ),
  ].join(' ');
}

/** Prints a token of ECR. */
export function loginPassword(region: string): string {
  return `aws ecr get-login-password --region ${region}`;
}

/** `CreatePolicyVersion` as `create-policy-version`. */
function kebab(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}

/** A structure goes in the CLI's shorthand: `Arn=...`. */
function shorthand(value: unknown): string {
  if (Array.isArray(value)) return value.map(shorthand).join(' ');
  if (typeof value !== 'object' || value === null) return quoted(String(value));
  return quoted(
    Object.entries(value)
      .map(([key, one]) => `${key}=${String(one)}`)
      .join(','),
  );
}
