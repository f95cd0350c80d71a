// IAM's errors for policies, and for names of things that do not exist.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import * as aws from '@aws-sdk/client-iam';
import {
  account,
  type LocalEcr,
  region,
  startLocalEcr,
} from '../../../../test/support/local-ecr.ts';

const trust = (statement: object = {}) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'ec2.amazonaws.com' },
        Action: 'sts:AssumeRole',
        ...statement,
      },
    ],
  });
const document = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' },
});
const policyArn = (name: string) => `arn:aws:iam::${account}:policy/${name}`;
const byAws = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
const notAPolicy = `arn:aws:iam::${account}:not_a_policy/invalid`;
const noUserName = 'Must specify userName when calling with non-User credentials';
const provider = `arn:aws:iam::${account}:oidc-provider/none.example.com`;
const RoleName = 'role';
const long = 'arn'.repeat(10);

type Case = readonly [
  what: string,
  send: (iam: aws.IAMClient) => Promise<unknown>,
  code: string,
  message: string,
];
const updateTrust = (PolicyDocument: string) => (iam: aws.IAMClient) =>
  iam.send(new aws.UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
const bound = (PermissionsBoundary: string) => (iam: aws.IAMClient) =>
  iam.send(new aws.PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
const attach = (PolicyArn: string) => (iam: aws.IAMClient) =>
  iam.send(new aws.AttachRolePolicyCommand({ RoleName, PolicyArn }));
const setDefault = (PolicyArn: string, VersionId: string) => (iam: aws.IAMClient) =>
  iam.send(new aws.SetDefaultPolicyVersionCommand({ PolicyArn, VersionId }));

const references: readonly Case[] = [
  [
    'a trust policy that is no JSON',
    updateTrust('{"Version": "2012-10-17",}'),
    'MalformedPolicyDocument',
    'This policy contains invalid Json',
  ],
  [
    'a trust policy for another service',
    updateTrust(trust({ Action: 's3:GetObject' })),
    'MalformedPolicyDocument',
    'AssumeRole policy may only specify STS AssumeRole actions.',
  ],
  [
    'a trust policy with a resource',
    updateTrust(trust({ Resource: '*' })),
    'MalformedPolicyDocument',
    'Has prohibited field Resource',
  ],
  [
    'a policy that is named without ARN',
    attach(long),
    'ValidationError',
    `ARN ${long} is not valid.`,
  ],
  [
    'the ARN of something else, attached',
    attach(notAPolicy),
    'InvalidInput',
    `ARN ${notAPolicy} is not valid.`,
  ],
  [
    'a policy that is not there',
    attach(policyArn('none')),
    'NoSuchEntity',
    `Policy ${policyArn('none')} does not exist or is not attachable.`,
  ],
  [
    'a boundary that is no policy',
    bound(notAPolicy),
    'InvalidInput',
    `ARN ${notAPolicy} is not valid.`,
  ],
  [
    'a boundary that is not there',
    bound(policyArn('none')),
    'NoSuchEntity',
    `Scope ARN: ${policyArn('none')} does not exist or is not attachable.`,
  ],
  [
    'a new role with a boundary that is not there',
    (iam) =>
      iam.send(
        new aws.CreateRoleCommand({
          RoleName: 'new',
          AssumeRolePolicyDocument: trust(),
          PermissionsBoundary: policyArn('none'),
        }),
      ),
    'NoSuchEntity',
    `Scope ARN: ${policyArn('none')} does not exist or is not attachable.`,
  ],
  [
    'the version of a policy that is not there',
    (iam) =>
      iam.send(new aws.GetPolicyVersionCommand({ PolicyArn: policyArn('none'), VersionId: 'v1' })),
    'NoSuchEntity',
    `Policy ${policyArn('none')} version v1 does not exist or is not attachable.`,
  ],
  [
    'a default version of a policy that is not there',
    setDefault(policyArn('none'), 'v1'),
    'NoSuchEntity',
    `Policy ${policyArn('none')} version v1 does not exist or is not attachable.`,
  ],
  [
    "the deletion of AWS's own policy, which need not be there",
    (iam) => iam.send(new aws.DeletePolicyCommand({ PolicyArn: byAws })),
    'AccessDenied',
    'Cannot delete policies outside your own account.',
  ],
  [
    "the deletion of a version of AWS's own policy",
    (iam) => iam.send(new aws.DeletePolicyVersionCommand({ PolicyArn: byAws, VersionId: 'v1' })),
    'AccessDenied',
    'Cannot delete policy versions for policies outside your own account.',
  ],
  [
    "another default version of AWS's own policy",
    setDefault(byAws, 'v2'),
    'AccessDenied',
    'Cannot update policies outside your own account.',
  ],
  [
    'who uses a policy that is not there',
    (iam) => iam.send(new aws.ListEntitiesForPolicyCommand({ PolicyArn: policyArn('none') })),
    'NoSuchEntity',
    `Policy ${policyArn('none')} does not exist or is not attachable.`,
  ],
  [
    'the same tag twice on a policy',
    (iam) =>
      iam.send(
        new aws.TagPolicyCommand({
          PolicyArn: policyArn('policy'),
          Tags: [
            { Key: 'a', Value: '1' },
            { Key: 'a', Value: '2' },
          ],
        }),
      ),
    'InvalidInput',
    'Duplicate tag keys found.',
  ],
  [
    'a role that the profile does not have',
    (iam) =>
      iam.send(
        new aws.RemoveRoleFromInstanceProfileCommand({ InstanceProfileName: 'profile', RoleName }),
      ),
    'NoSuchEntity',
    'Role role in Instance Profile profile cannot be found.',
  ],
  [
    'a provider that is not there, got',
    (iam) =>
      iam.send(new aws.GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: provider })),
    'NoSuchEntity',
    `OpenIDConnect Provider not found for arn ${provider}`,
  ],
  [
    'a provider that is not there, deleted',
    (iam) =>
      iam.send(new aws.DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: provider })),
    'NoSuchEntity',
    `OpenId connect Provider ${provider} cannot be found.`,
  ],
  [
    'the last use of an unknown key',
    (iam) => iam.send(new aws.GetAccessKeyLastUsedCommand({ AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' })),
    'AccessDenied',
    `User: arn:aws:iam::${account}:root is not authorized to perform iam:GetAccessKeyLastUsed on resource: access key AKIAIOSFODNN7EXAMPLE`,
  ],
  [
    'a key of nobody',
    (iam) => iam.send(new aws.DeleteAccessKeyCommand({ AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' })),
    'ValidationError',
    noUserName,
  ],
  [
    'a suffix that a service does not take',
    (iam) =>
      iam.send(
        new aws.CreateServiceLinkedRoleCommand({
          AWSServiceName: 'eks-fargate.amazonaws.com',
          CustomSuffix: 'x',
        }),
      ),
    'InvalidInput',
    'Custom suffix is not allowed for eks-fargate.amazonaws.com',
  ],
];

describe('IAM refuses policies and names', () => {
  let local: LocalEcr;
  let iam: aws.IAMClient;
  before(async () => {
    local = await startLocalEcr();
    const credentials = { accessKeyId: account, secretAccessKey: 'x' };
    iam = new aws.IAMClient({ endpoint: local.endpoint, region, credentials, maxAttempts: 1 });
    await iam.send(new aws.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust() }));
    await iam.send(new aws.CreatePolicyCommand({ PolicyName: 'policy', PolicyDocument: document }));
    await iam.send(new aws.CreateUserCommand({ UserName: 'user' }));
    await iam.send(new aws.CreateInstanceProfileCommand({ InstanceProfileName: 'profile' }));
  });
  after(() => local.close());

  for (const [what, send, name, message] of references) {
    it(what, async () => {
      await assert.rejects(send(iam), (error: Error) => {
        // The SDK names some errors by their shapes.
        assert.equal(error.name.replace(/Exception$/, ''), name);
        assert.equal(error.message, message);
        return true;
      });
    });
  }
});
