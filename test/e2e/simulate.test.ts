// The policy simulator over the wire, with the AWS SDK.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import {
  DeleteRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  SimulateCustomPolicyCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import { type Running, startLocal } from '../../src/local/up.ts';
import { testOptions } from '../support/options.ts';

const account = '111122223333';
const node = `arn:aws:iam::${account}:role/hawser-node`;
const repository = `arn:aws:ecr:us-east-1:${account}:repository/app`;

describe('the policy simulator', () => {
  let running: Running;
  let iam: IAMClient;

  before(async () => {
    running = await startLocal(testOptions(account), () => undefined);
    const credentials = { accessKeyId: account, secretAccessKey: 'x' };
    iam = new IAMClient({ endpoint: running.local.endpoint, region: 'us-east-1', credentials });
  });
  afterEach(async () => {
    const of = { RoleName: 'hawser-node' };
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand(of));
    for (const PolicyName of PolicyNames) {
      await iam.send(new DeleteRolePolicyCommand({ ...of, PolicyName }));
    }
  });
  after(() => running.local.close());

  it('simulates what a role has attached, and reports which policy matched and where', async () => {
    const { EvaluationResults: results } = await iam.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: node,
        ActionNames: ['ecr:BatchGetImage', 'ecr:PutImage'],
        ResourceArns: [repository],
      }),
    );
    assert.deepEqual(
      results?.map(({ EvalActionName, EvalDecision }) => [EvalActionName, EvalDecision]),
      [
        ['ecr:BatchGetImage', 'allowed'],
        ['ecr:PutImage', 'implicitDeny'],
      ],
    );
    const [matched] =
      results?.[0]?.ResourceSpecificResults?.[0]?.MatchedStatements ??
      results?.[0]?.MatchedStatements ??
      [];
    assert.equal(matched?.SourcePolicyId, 'AmazonEC2ContainerRegistryPullOnly');
    assert.equal(matched?.SourcePolicyType, 'IAM Policy');
    assert.deepEqual(matched?.StartPosition, { Line: 1, Column: 39 });
  });

  it('lists only the Deny where one matches', async () => {
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: 'hawser-node',
        PolicyName: 'deny',
        PolicyDocument:
          '{\n "Version": "2012-10-17",\n "Statement": {"Effect": "Deny", "Action": "ecr:BatchGetImage", "Resource": "*"}\n}',
      }),
    );
    const { EvaluationResults: results } = await iam.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: node,
        ActionNames: ['ecr:BatchGetImage'],
      }),
    );
    assert.equal(results?.[0]?.EvalDecision, 'explicitDeny');
    assert.deepEqual(
      results?.[0]?.MatchedStatements?.map(({ SourcePolicyId, StartPosition }) => [
        SourcePolicyId,
        StartPosition?.Line,
      ]),
      [['role_hawser-node_deny', 3]],
    );
  });

  it('simulates policies that are not attached, and names the missing context keys', async () => {
    const policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Action: 'ecr:*',
        Resource: '*',
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
      },
    });
    const simulate = async (values: string[]) => {
      const { EvaluationResults } = await iam.send(
        new SimulateCustomPolicyCommand({
          PolicyInputList: [policy],
          ActionNames: ['ecr:GetAuthorizationToken'],
          ContextEntries: values.map((value) => ({
            ContextKeyName: 'aws:PrincipalOrgID',
            ContextKeyValues: [value],
            ContextKeyType: 'string',
          })),
        }),
      );
      return EvaluationResults?.[0];
    };
    const untold = await simulate([]);
    assert.equal(untold?.EvalDecision, 'implicitDeny');
    assert.deepEqual(untold?.MissingContextValues, ['aws:PrincipalOrgID']);
    assert.equal((await simulate(['o-1']))?.EvalDecision, 'allowed');
    assert.equal((await simulate(['o-2']))?.EvalDecision, 'implicitDeny');
  });

  it('refuses what it cannot simulate', async () => {
    const rows: [string, string][] = [
      [`arn:aws:iam::${account}:role/nobody`, 'NoSuchEntityException'],
      ['arn:aws:iam::999988887777:role/other', 'NoSuchEntityException'],
      ['not-an-arn-but-long-enough', 'InvalidInputException'],
    ];
    for (const [PolicySourceArn, name] of rows) {
      const command = new SimulatePrincipalPolicyCommand({
        PolicySourceArn,
        ActionNames: ['ecr:PutImage'],
      });
      await assert.rejects(iam.send(command), { name });
    }
    const command = new SimulateCustomPolicyCommand({
      PolicyInputList: ['{'],
      ActionNames: ['ecr:PutImage'],
    });
    await assert.rejects(iam.send(command), { name: 'InvalidInputException' });
  });
});
