import type { Change } from '../change.ts';

/** A change as a resource of Terraform's AWS provider; undefined where none makes it on its own. */
export function terraformOf(change: Change): string | undefined {
  switch (change.kind) {
    case 'attach-role-policy':
      return resource('aws_iam_role_policy_attachment', change.roleName, {
        role: text(change.roleName),
        policy_arn: text(change.policyArn),
      });
    case 'put-role-policy':
      return resource('aws_iam_role_policy', change.policyName, {
        name: text(change.policyName),
        role: text(change.roleName),
        policy: json(change.document),
      });
    case 'set-repository-policy':
      return resource('aws_ecr_repository_policy', change.repository, {
        repository: text(change.repository),
        policy: json(change.document),
      });
    case 'put-registry-policy':
      return resource('aws_ecr_registry_policy', 'this', { policy: json(change.document) });
    case 'create-repository':
      return resource('aws_ecr_repository', change.repository, { name: text(change.repository) });
    case 'update-organization-policy':
      return resource('aws_organizations_policy', change.policyName, {
        name: text(change.policyName),
        type: text(change.policyType),
        content: json(change.document),
      });
    case 'set-key-policy':
      return resource('aws_kms_key_policy', nameOfKey(change.key), {
        key_id: text(change.key),
        policy: json(change.document),
      });
    default:
      return undefined;
  }
}

function resource(type: string, name: string, attributes: Record<string, string>): string {
  const width = Math.max(...Object.keys(attributes).map(({ length }) => length));
  const lines = Object.entries(attributes).map(
    ([key, value]) => `  ${key.padEnd(width)} = ${value}`,
  );
  return [`resource "${type}" "${labelOf(name)}" {`, ...lines, '}'].join('\n');
}

function nameOfKey(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** Names in Terraform are of letters, digits, `_` and `-`, and begin with no digit. */
function labelOf(name: string): string {
  return name.replace(/[^\w-]/g, '_').replace(/^(?=\d)/, '_');
}

/** `${` and `%{` begin templates in HCL. */
function text(value: string): string {
  return JSON.stringify(value).replace(/[$%](?=\{)/g, '$&$&');
}

/** Through jsonencode, whose argument takes JSON's own syntax for objects. */
function json(document: object): string {
  const lines = JSON.stringify(document, null, 2).split('\n').join('\n  ');
  return `jsonencode(${lines.replace(/[$%](?=\{)/g, '$&$&')})`;
}
