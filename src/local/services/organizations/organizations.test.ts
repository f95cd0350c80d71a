// Organizations, and what their policies do to every call. Source: Organizations User Guide; API reference.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CreateRepositoryCommand, DescribeRepositoriesCommand } from '@aws-sdk/client-ecr';
import { type LocalEcr, startLocalEcr, type Who } from '../../../../test/support/local-ecr.ts';
import { ask } from '../../../../test/support/signed-api.ts';

const member = '444455556666';
let local: LocalEcr;
let root = '';
let unit = '';

function organizations<Output>(operation: string, body: object, who: Who = {}): Promise<Output> {
  return ask<Output>(local.endpoint, {
    service: 'organizations',
    target: `AWSOrganizationsV20161128.${operation}`,
    body,
    who: { region: 'us-east-1', ...who },
  });
}

before(async () => {
  local = await startLocalEcr();
  await organizations('CreateOrganization', {});
  const { Roots } = await organizations<{ Roots: { Id: string }[] }>('ListRoots', {});
  root = Roots[0]?.Id ?? '';
  for (const PolicyType of ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY']) {
    await organizations('EnablePolicyType', { RootId: root, PolicyType });
  }
  const { OrganizationalUnit } = await organizations<{ OrganizationalUnit: { Id: string } }>(
    'CreateOrganizationalUnit',
    { ParentId: root, Name: 'prod' },
  );
  unit = OrganizationalUnit.Id;
  await organizations('CreateAccount', { Email: `${member}@example.com`, AccountName: 'prod' });
  await organizations('MoveAccount', {
    AccountId: member,
    SourceParentId: root,
    DestinationParentId: unit,
  });
});
after(() => local.close());

async function newPolicy(Type: string, Statement: object): Promise<string> {
  const made = await organizations<{ Policy: { PolicySummary: { Id: string } } }>('CreatePolicy', {
    Name: Type,
    Description: 'a test',
    Type,
    Content: JSON.stringify({ Version: '2012-10-17', Statement }),
  });
  return made.Policy.PolicySummary.Id;
}

const listed = (account?: string) =>
  local.client(account === undefined ? {} : { account }).send(new DescribeRepositoriesCommand({}));

describe('A service control policy', () => {
  it('denies below what it is attached to, and nowhere else', async () => {
    await listed(member);
    const PolicyId = await newPolicy('SERVICE_CONTROL_POLICY', {
      Effect: 'Deny',
      Action: 'ecr:DescribeRepositories',
      Resource: '*',
    });
    await organizations('AttachPolicy', { PolicyId, TargetId: unit });
    await assert.rejects(listed(member), {
      name: 'AccessDeniedException',
      message: /with an explicit deny in a service control policy$/,
    });
    await listed();
    await organizations('DetachPolicy', { PolicyId, TargetId: unit });
    await listed(member);
  });

  it('stays where it is the last one', async () => {
    const PolicyId = 'p-FullAWSAccess';
    const denied = organizations('DetachPolicy', { PolicyId, TargetId: root });
    await assert.rejects(denied, { name: 'ConstraintViolationException' });
  });
});

describe('A resource control policy', () => {
  it('denies on resources of the accounts below', async () => {
    const client = local.client({ account: member });
    await client.send(new CreateRepositoryCommand({ repositoryName: 'app' }));
    const PolicyId = await newPolicy('RESOURCE_CONTROL_POLICY', {
      Effect: 'Deny',
      Principal: '*',
      Action: 'ecr:*',
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-somewhereelse' } },
    });
    await organizations('AttachPolicy', { PolicyId, TargetId: unit });
    const found = client.send(new DescribeRepositoriesCommand({ repositoryNames: ['app'] }));
    await assert.rejects(found, {
      name: 'AccessDeniedException',
      message: /with an explicit deny in a resource control policy$/,
    });
  });
});

describe('An account', () => {
  it('knows its organization, and nothing of the other accounts', async () => {
    const { Organization } = await organizations<{ Organization: { MasterAccountId: string } }>(
      'DescribeOrganization',
      {},
      { account: member },
    );
    assert.equal(Organization.MasterAccountId, '111122223333');
    await assert.rejects(organizations('ListAccounts', {}, { account: member }), {
      name: 'AccessDeniedException',
      message: "You don't have permissions to access this resource.",
    });
    const outside = organizations('DescribeOrganization', {}, { account: '999999999999' });
    await assert.rejects(outside, { name: 'AWSOrganizationsNotInUseException' });
  });

  it('stands where it was moved to', async () => {
    const { Parents } = await organizations<{ Parents: object[] }>('ListParents', {
      ChildId: member,
    });
    assert.deepEqual(Parents, [{ Id: unit, Type: 'ORGANIZATIONAL_UNIT' }]);
  });
});
