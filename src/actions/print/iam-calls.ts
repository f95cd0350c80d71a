import type { IamChange } from '../nodes/iam.ts';
import type { AwsCall } from './api.ts';
import { caller } from './caller.ts';
import { tagList } from './tags.ts';

/** The call of IAM that makes a change. */
export function iamCall(change: IamChange): AwsCall {
  const call = caller('iam', { account: change.account });
  switch (change.kind) {
    case 'create-service-linked-role':
      return call('CreateServiceLinkedRole', { AWSServiceName: change.service });
    case 'attach-role-policy':
      return call('AttachRolePolicy', {
        RoleName: change.roleName,
        PolicyArn: change.policyArn,
      });
    case 'put-role-policy':
      return call('PutRolePolicy', {
        RoleName: change.roleName,
        PolicyName: change.policyName,
        PolicyDocument: JSON.stringify(change.document),
      });
    case 'set-managed-policy':
      return call('CreatePolicyVersion', {
        PolicyArn: change.policyArn,
        SetAsDefault: true,
        PolicyDocument: JSON.stringify(change.document),
      });
    case 'set-trust-policy':
      return call('UpdateAssumeRolePolicy', {
        RoleName: change.roleName,
        PolicyDocument: JSON.stringify(change.document),
      });
    case 'create-role':
      return call('CreateRole', {
        RoleName: change.roleName,
        Description: change.description,
        AssumeRolePolicyDocument: JSON.stringify(change.trust),
        Tags: tagList(change.tags),
      });
    case 'delete-role':
      return call('DeleteRole', { RoleName: change.roleName });
    case 'tag-role':
      return call('TagRole', { RoleName: change.roleName, Tags: tagList(change.tags) });
    case 'delete-role-policy':
      return call('DeleteRolePolicy', {
        RoleName: change.roleName,
        PolicyName: change.policyName,
      });
    case 'detach-role-policy':
      return call('DetachRolePolicy', { RoleName: change.roleName, PolicyArn: change.policyArn });
    case 'create-instance-profile':
      return call('CreateInstanceProfile', {
        InstanceProfileName: change.profileName,
        Tags: tagList(change.tags),
      });
    case 'delete-instance-profile':
      return call('DeleteInstanceProfile', { InstanceProfileName: change.profileName });
    case 'remove-role-from-instance-profile':
      return call('RemoveRoleFromInstanceProfile', {
        InstanceProfileName: change.profileName,
        RoleName: change.roleName,
      });
    case 'create-oidc-provider':
      return call('CreateOpenIDConnectProvider', {
        Url: change.url,
        ClientIDList: [change.audience],
        ...(change.tags === undefined ? {} : { Tags: tagList(change.tags) }),
      });
    case 'add-oidc-audience':
      return call('AddClientIDToOpenIDConnectProvider', {
        OpenIDConnectProviderArn: change.providerArn,
        ClientID: change.audience,
      });
    case 'delete-oidc-provider':
      return call('DeleteOpenIDConnectProvider', {
        OpenIDConnectProviderArn: change.providerArn,
      });
    case 'add-role-to-instance-profile':
      return call('AddRoleToInstanceProfile', {
        InstanceProfileName: change.profileName,
        RoleName: change.roleName,
      });
    case 'associate-instance-profile':
      return {
        ...call('AssociateIamInstanceProfile', {
          InstanceId: change.instanceId,
          IamInstanceProfile: { Arn: change.profileArn },
        }),
        service: 'ec2',
        ...(change.region === undefined ? {} : { region: change.region }),
      };
  }
}
