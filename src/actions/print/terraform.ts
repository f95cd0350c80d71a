import type { Change } from '../change.ts';
import { ec2Terraform } from './ec2-terraform.ts';
import { json, resource, text } from './hcl.ts';

/** A change as a resource of Terraform's AWS provider; undefined where no resource makes it on its own. */
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
    case 'create-role':
      return resource('aws_iam_role', change.roleName, {
        name: text(change.roleName),
        assume_role_policy: json(change.trust),
      });
    case 'create-oidc-provider':
      return resource('aws_iam_openid_connect_provider', change.url.replace(/^https:\/\//, ''), {
        url: text(change.url),
        client_id_list: `[${text(change.audience)}]`,
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
    case 'create-vpc-endpoint':
    case 'modify-vpc-endpoint':
    case 'set-vpc-endpoint-policy':
    case 'create-route':
    case 'replace-route':
    case 'associate-dhcp-options':
    case 'authorize-security-group':
    case 'create-network-acl-entry':
      return ec2Terraform(change);
    case 'associate-hosted-zone':
      return resource('aws_route53_zone_association', `${change.hostedZoneId}-${change.vpcId}`, {
        zone_id: text(change.hostedZoneId),
        vpc_id: text(change.vpcId),
        vpc_region: text(change.vpcRegion),
      });
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

function nameOfKey(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
