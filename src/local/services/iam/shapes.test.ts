import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetAccountAuthorizationDetailsCommand,
  GetPolicyCommand,
  GetRoleCommand,
  GetUserCommand,
  IAMClient,
  ListGroupsForUserCommand,
  ListPolicyVersionsCommand,
  ListRolesCommand,
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

  it('show less of a role when it is made, described or listed than when it is got', async () => {
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

  it('leave out tags where a user has none', async () => {
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
});
