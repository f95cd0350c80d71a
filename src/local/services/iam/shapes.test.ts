import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetAccountAuthorizationDetailsCommand,
  GetPolicyCommand,
  GetRoleCommand,
  GetUserCommand,
  IAMClient,
  ListEntitiesForPolicyCommand,
  ListGroupsForUserCommand,
  ListPolicyTagsCommand,
  ListPolicyVersionsCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  TagRoleCommand,
  UpdateRoleDescriptionCommand,
} from '@aws-sdk/client-iam';
import {
  account,
  type LocalEcr,
  region,
  startLocalEcr,
} from '../../../../test/support/local-ecr.ts';

/** The members that AWS's own answers have, as recorded by public test suites in February 2026. */
describe("IAM's answers", () => {
  let local: LocalEcr;
  let iam: IAMClient;
  const trust = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  });
  const document = (action: string) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }],
    });
  const members = (shown: object | undefined) => Object.keys(shown ?? {}).sort();
  before(async () => {
    local = await startLocalEcr();
    const credentials = { accessKeyId: account, secretAccessKey: 'x' };
    iam = new IAMClient({ endpoint: local.endpoint, region, credentials, maxAttempts: 1 });
  });
  after(() => local.close());

  const role = [
    ...['Arn', 'AssumeRolePolicyDocument', 'CreateDate'],
    ...['Path', 'RoleId', 'RoleName'],
  ];

  it('have fewer members of a role when it is created, described or listed than in GetRole', async () => {
    const RoleName = 'plain';
    const made = await iam.send(
      new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }),
    );
    assert.deepEqual(members(made.Role), role);
    const got = await iam.send(new GetRoleCommand({ RoleName }));
    assert.deepEqual(members(got.Role), [...role, 'MaxSessionDuration', 'RoleLastUsed'].sort());
    const { Roles } = await iam.send(new ListRolesCommand({}));
    assert.deepEqual(members(Roles?.[0]), [...role, 'MaxSessionDuration'].sort());
    const described = await iam.send(
      new UpdateRoleDescriptionCommand({ RoleName, Description: 'new' }),
    );
    assert.deepEqual(members(described.Role), [...role, 'Description'].sort());
  });

  it('omit tags where a user has none', async () => {
    const user = ['Arn', 'CreateDate', 'Path', 'UserId', 'UserName'];
    const { User } = await iam.send(new CreateUserCommand({ UserName: 'alice' }));
    assert.deepEqual(members(User), user);
    const got = await iam.send(new GetUserCommand({ UserName: 'alice' }));
    assert.deepEqual(members(got.User), user);
    const groups = await iam.send(new ListGroupsForUserCommand({ UserName: 'alice' }));
    assert.deepEqual([groups.Groups, groups.IsTruncated], [[], false]);
    await assert.rejects(iam.send(new ListGroupsForUserCommand({ UserName: 'nobody' })), {
      name: 'NoSuchEntityException',
      message: 'The user with name nobody cannot be found.',
    });
  });

  it('list the versions of a policy newest first, and tags with GetPolicy only', async () => {
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: 'p', PolicyDocument: document('ecr:*') }),
    );
    assert.ok(Policy !== undefined && !('Tags' in Policy));
    const PolicyArn = Policy?.Arn ?? '';
    const got = await iam.send(new GetPolicyCommand({ PolicyArn }));
    assert.deepEqual(got.Policy?.Tags, []);
    const PolicyDocument = document('ecr:GetAuthorizationToken');
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument }));
    const { Versions } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
    assert.deepEqual(
      Versions?.map(({ VersionId }) => VersionId),
      ['v2', 'v1'],
    );
    const all = await iam.send(new GetAccountAuthorizationDetailsCommand({}));
    const [policy] = all.Policies ?? [];
    assert.deepEqual(
      [all.UserDetailList?.[0]?.UserName, policy?.PolicyName, policy?.PolicyVersionList?.length],
      ['alice', 'p', 2],
    );
  });

  it('keep a tag in its position when its value changes, and list those of a policy shortest first', async () => {
    const tag = (Key: string, Value = '') => ({ Key, Value });
    const RoleName = 'tagged';
    await iam.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: trust,
        Tags: [tag('somekey'), tag('someotherkey')],
      }),
    );
    await iam.send(new TagRoleCommand({ RoleName, Tags: [tag('somekey', 'new')] }));
    const ofRole = await iam.send(new ListRoleTagsCommand({ RoleName }));
    assert.deepEqual(ofRole.Tags, [tag('somekey', 'new'), tag('someotherkey')]);
    const { Policy } = await iam.send(
      new CreatePolicyCommand({
        PolicyName: 'tagged',
        PolicyDocument: document('ecr:*'),
        Tags: ['abc', 'b', 'z', 'a'].map((key) => tag(key)),
      }),
    );
    const ofPolicy = await iam.send(new ListPolicyTagsCommand({ PolicyArn: Policy?.Arn }));
    assert.deepEqual(
      ofPolicy.Tags?.map(({ Key }) => Key),
      ['a', 'b', 'z', 'abc'],
    );
  });

  it('list who uses a policy by kind, and no inline policies of a user without any', async () => {
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: 'used', PolicyDocument: document('ecr:*') }),
    );
    const PolicyArn = Policy?.Arn ?? '';
    await iam.send(new CreateUserCommand({ UserName: 'uses' }));
    await iam.send(new AttachUserPolicyCommand({ UserName: 'uses', PolicyArn }));
    await iam.send(
      new CreateRoleCommand({
        RoleName: 'bound',
        AssumeRolePolicyDocument: trust,
        PermissionsBoundary: PolicyArn,
      }),
    );
    const used = async (more: object) => {
      const found = await iam.send(new ListEntitiesForPolicyCommand({ PolicyArn, ...more }));
      return [...(found.PolicyUsers ?? []), ...(found.PolicyRoles ?? [])].map((one) =>
        'UserName' in one ? one.UserName : (one as { RoleName?: string }).RoleName,
      );
    };
    assert.deepEqual(await used({}), ['uses', 'bound']);
    assert.deepEqual(await used({ EntityFilter: 'Role' }), ['bound']);
    assert.deepEqual(await used({ PolicyUsageFilter: 'PermissionsPolicy' }), ['uses']);
    assert.deepEqual(await used({ PathPrefix: '/none/' }), []);
    const all = await iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ['User'] }));
    const user = all.UserDetailList?.find(({ UserName }) => UserName === 'uses');
    assert.deepEqual(members(user), [
      ...['Arn', 'AttachedManagedPolicies', 'CreateDate', 'GroupList', 'Path'],
      ...['Tags', 'UserId', 'UserName'],
    ]);
  });
});
