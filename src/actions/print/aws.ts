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
  if (Array.isArray(value)) return [`--${kebab(name)}`, ...listed(value)];
  return [`--${kebab(name)}`, shorthand(value)];
}

/** A list of structures is printed as JSON, because they may contain lists of structures. */
function listed(values: readonly unknown[]): string[] {
  const texts = values.filter((one) => typeof one === 'string');
  return texts.length === values.length ? texts.map(quoted) : [quoted(JSON.stringify(values))];
}

/** The command that prints an ECR token. */
export function loginPassword(region: string): string {
  return `aws ecr get-login-password --region ${region}`;
}

/** `CreatePolicyVersion` as `create-policy-version`, `OpenIDConnect` as `open-id-connect` (botocore, xform_name). */
function kebab(name: string): string {
  return name
    .replace(/(.)([A-Z][a-z]+)/g, '$1-$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase();
}

/** A structure is printed in the CLI's shorthand: `Arn=...`; one that contains others as JSON. */
function shorthand(value: unknown): string {
  if (Array.isArray(value)) return value.map(shorthand).join(' ');
  if (typeof value !== 'object' || value === null) return quoted(String(value));
  if (Object.values(value).some((one) => typeof one === 'object')) {
    return quoted(JSON.stringify(value));
  }
  return quoted(
    Object.entries(value)
      .map(([key, one]) => `${key}=${String(one)}`)
      .join(','),
  );
}
