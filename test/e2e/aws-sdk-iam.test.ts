// IAM and STS with the AWS SDK.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DescribeRepositoriesCommand, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import {
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  GetPolicyVersionCommand,
  IAMClient,
  PutRolePolicyCommand,
  paginateListRoles,
} from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import { type Running, startLocal } from '../../src/local/up.ts';
import { testOptions } from '../support/options.ts';
import {
  account,
  as,
  assume,
  document,
  type RootClients,
  region,
} from '../support/role-clients.ts';

let running: Running;
let endpoint = '';
let iam: IAMClient;
let sts: STSClient;
let root: RootClients;

before(async () => {
  running = await startLocal(testOptions(account), () => undefined);
  endpoint = running.local.endpoint;
  const options = { endpoint, region, credentials: { accessKeyId: account, secretAccessKey: 'x' } };
  iam = new IAMClient(options);
  sts = new STSClient(options);
  root = { endpoint, iam, sts };
});
after(() => running.local.close());

describe('IAM and STS', () => {
  it('list roles in pages', async () => {
    for (const index of [1, 2, 3]) {
      await iam.send(
        new CreateRoleCommand({
          RoleName: `paged-${index}`,
          AssumeRolePolicyDocument: document({
            Effect: 'Allow',
            Principal: { AWS: account },
            Action: 'sts:AssumeRole',
          }),
        }),
      );
    }
    const names: string[] = [];
    for await (const { Roles } of paginateListRoles({ client: iam, pageSize: 2 }, {})) {
      assert.ok((Roles?.length ?? 0) <= 2);
      names.push(...(Roles ?? []).map(({ RoleName = '' }) => RoleName));
    }
    assert.deepEqual(
      names.filter((name) => name.startsWith('paged-')),
      ['paged-1', 'paged-2', 'paged-3'],
    );
  });

  it('return documents as they were put', async () => {
    const PolicyDocument = document({ Effect: 'Allow', Action: 'ecr:*', Resource: '*' });
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: 'as-it-was', PolicyDocument }),
    );
    const { PolicyVersion } = await iam.send(
      new GetPolicyVersionCommand({ PolicyArn: Policy?.Arn, VersionId: 'v1' }),
    );
    assert.equal(decodeURIComponent(PolicyVersion?.Document ?? ''), PolicyDocument);
  });

  it('revoke a permission with the very next call', async () => {
    const client = await as(root, 'revoked', { Effect: 'Allow', Action: 'ecr:*', Resource: '*' });
    await client.send(new GetAuthorizationTokenCommand({}));
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: 'revoked',
        PolicyName: 'policy',
        PolicyDocument: document({ Effect: 'Deny', Action: '*', Resource: '*' }),
      }),
    );
    await assert.rejects(client.send(new GetAuthorizationTokenCommand({})), {
      name: 'AccessDeniedException',
      message: /with an explicit deny in an identity-based policy/,
    });
  });

  it('leave a session without permissions when its role is replaced by one of the same name', async () => {
    const grant = { Effect: 'Allow', Action: 'ecr:*', Resource: '*' };
    const client = await as(root, 'replaced', grant);
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: 'replaced',
        PolicyName: 'other',
        PolicyDocument: document(grant),
      }),
    );
    const { state } = running.local.core;
    const before = state.roles.get(`${account}/replaced`);
    assert.ok(before);
    state.roles.put(`${account}/replaced`, { ...before, id: 'AROAANOTHERONE' });
    await assert.rejects(client.send(new GetAuthorizationTokenCommand({})), {
      name: 'AccessDeniedException',
    });
  });

  it('limit a session by its session policy', async () => {
    await as(root, 'capped', { Effect: 'Allow', Action: 'ecr:*', Resource: '*' });
    const Policy = document({ Effect: 'Allow', Action: 'ecr:DescribeRepositories', Resource: '*' });
    const client = await assume(root, 'capped', { Policy });
    await client.send(new DescribeRepositoriesCommand({}));
    await assert.rejects(client.send(new GetAuthorizationTokenCommand({})), {
      message: /because no session policy allows the ecr:GetAuthorizationToken action/,
    });
  });

  it('refuse to delete a role that still has policies', async () => {
    await as(root, 'kept', { Effect: 'Allow', Action: 'ecr:*', Resource: '*' });
    await assert.rejects(iam.send(new DeleteRoleCommand({ RoleName: 'kept' })), {
      name: 'DeleteConflictException',
    });
  });

  it('report to whom a role is denied', async () => {
    await iam.send(
      new CreateRoleCommand({
        RoleName: 'closed',
        AssumeRolePolicyDocument: document({
          Effect: 'Allow',
          Principal: { Service: 'ec2.amazonaws.com' },
          Action: 'sts:AssumeRole',
        }),
      }),
    );
    await assert.rejects(assume(root, 'closed'), {
      name: 'AccessDenied',
      message: new RegExp(
        `^User: arn:aws:iam::${account}:root is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${account}:role/closed`,
      ),
    });
  });
});
