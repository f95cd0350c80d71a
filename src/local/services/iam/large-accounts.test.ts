// Lists of a large account: one page at a time, read in slices with other requests in between.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  GetAccountAuthorizationDetailsCommand,
  IAMClient,
  ListPoliciesCommand,
  PutRolePolicyCommand,
  SimulateCustomPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  account,
  type LocalEcr,
  region,
  startLocalEcr,
} from '../../../../test/support/local-ecr.ts';

const roles = 130;
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
});
const large = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'ecr:*',
      Resource: Array.from(
        { length: 36 },
        (_, at) => `arn:aws:ecr:*:*:repository/${'a'.repeat(200)}${at}`,
      ),
    },
  ],
});

describe('a large account', () => {
  let local: LocalEcr;
  let iam: IAMClient;
  let arn = '';
  before(async () => {
    local = await startLocalEcr();
    const credentials = { accessKeyId: account, secretAccessKey: 'x' };
    iam = new IAMClient({ endpoint: local.endpoint, region, credentials, maxAttempts: 1 });
    const made = await iam.send(
      new CreatePolicyCommand({ PolicyName: 'used', PolicyDocument: small() }),
    );
    arn = made.Policy?.Arn ?? '';
    for (let at = 0; at < roles; at++) {
      const RoleName = `role-${at}`;
      await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
      await iam.send(
        new PutRolePolicyCommand({ RoleName, PolicyName: 'large', PolicyDocument: large }),
      );
      await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: arn }));
    }
  });
  after(() => local.close());

  const small = () =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'ecr:*', Resource: '*' }],
    });

  it('is listed in pages that are shorter than requested, everything exactly once', async () => {
    const names: string[] = [];
    let pages = 0;
    for (let Marker: string | undefined; ; pages++) {
      const page = await iam.send(
        new GetAccountAuthorizationDetailsCommand({
          MaxItems: 1_000,
          Filter: ['Role'],
          ...(Marker === undefined ? {} : { Marker }),
        }),
      );
      names.push(...(page.RoleDetailList ?? []).map(({ RoleName = '' }) => RoleName));
      assert.ok(JSON.stringify(page).length < 2 * 1024 * 1024);
      Marker = page.Marker;
      assert.equal(page.IsTruncated === true, Marker !== undefined);
      if (Marker === undefined) break;
    }
    assert.ok(pages > 0);
    const own = names.filter((name) => name.startsWith('role-'));
    assert.equal(own.length, roles);
    assert.equal(new Set(names).size, names.length);
  });

  it('counts the uses of all policies together', async () => {
    const { Policies } = await iam.send(new ListPoliciesCommand({ Scope: 'Local' }));
    assert.equal(Policies?.find(({ Arn }) => Arn === arn)?.AttachmentCount, roles);
  });

  it('keeps a policy that is being attached, and refuses one that is being deleted', async () => {
    const PolicyName = 'going';
    const made = await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: small() }));
    const PolicyArn = made.Policy?.Arn ?? '';
    const [deleted, attached] = await Promise.allSettled([
      iam.send(new DeletePolicyCommand({ PolicyArn })),
      iam.send(new AttachRolePolicyCommand({ RoleName: 'role-0', PolicyArn })),
    ]);
    assert.notEqual(deleted.status, attached.status, 'one of them succeeds');
  });

  it('computes one page of a simulation, not all of it', async () => {
    const answer = await iam.send(
      new SimulateCustomPolicyCommand({
        PolicyInputList: [small()],
        ActionNames: Array.from({ length: 400 }, (_, at) => `ecr:Get${at}`),
        ResourceArns: Array.from({ length: 400 }, (_, at) => `arn:aws:s3:::bucket-${at}`),
        MaxItems: 10,
      }),
    );
    assert.equal(answer.EvaluationResults?.length, 10);
    assert.equal(answer.IsTruncated, true);
    const last = answer.EvaluationResults?.at(-1);
    assert.deepEqual(
      [last?.EvalActionName, last?.EvalResourceName],
      ['ecr:Get0', 'arn:aws:s3:::bucket-9'],
    );
  });
});
