// IAM API reference: SimulatePrincipalPolicy, SimulateCustomPolicy, EvaluationResult.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compilePolicy } from '../compile.ts';
import { simulate } from './simulate.ts';
import type { SimulatedPolicy, SimulationInput } from './types.ts';

const arn = 'arn:aws:ecr:us-east-1:111122223333:repository/app';
const pull: SimulatedPolicy = {
  id: 'PolicyInputList.1',
  type: 'none',
  document: `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "ecr:BatchGetImage",
      "Resource": "*"
    },
    {
      "Effect": "Deny",
      "Action": "ecr:*",
      "Resource": "*",
      "Condition": { "StringEquals": { "aws:PrincipalTag/team": "red" } }
    }
  ]
}`,
};
const one = (more: Partial<SimulationInput> = {}) =>
  simulate({ policies: [pull], actionNames: ['ecr:BatchGetImage'], ...more })[0];
const tagged = (value: string) => [
  { ContextKeyName: 'aws:PrincipalTag/team', ContextKeyValues: [value], ContextKeyType: 'string' },
];

describe('A simulation', () => {
  it('answers for all resources: where the statement stands, and what context was missing', () => {
    assert.deepEqual(one(), {
      EvalActionName: 'ecr:BatchGetImage',
      EvalResourceName: '*',
      EvalDecision: 'allowed',
      MatchedStatements: [
        {
          SourcePolicyId: 'PolicyInputList.1',
          SourcePolicyType: 'none',
          StartPosition: { Line: 4, Column: 5 },
          EndPosition: { Line: 8, Column: 6 },
        },
      ],
      MissingContextValues: ['aws:PrincipalTag/team'],
    });
  });

  it('lists only Deny statements when one matches', () => {
    const result = one({ contextEntries: tagged('red') });
    assert.equal(result?.EvalDecision, 'explicitDeny');
    assert.deepEqual(
      result?.MatchedStatements.map((statement) => statement.StartPosition?.Line),
      [9],
    );
  });

  it('answers for each resource that is named, with the details there', () => {
    const result = one({ resourceArns: [arn] });
    assert.deepEqual(result?.MissingContextValues, []);
    assert.deepEqual(result?.EvalDecisionDetails, {});
    assert.deepEqual(
      result?.ResourceSpecificResults?.map((r) => [r.EvalResourceDecision, r.MissingContextValues]),
      [['allowed', ['aws:PrincipalTag/team']]],
    );
  });

  it('gives one result for each action and resource, in order', () => {
    const results = simulate({
      policies: [pull],
      actionNames: ['ecr:PutImage', 'ecr:BatchGetImage'],
      resourceArns: [arn, `${arn}2`],
    });
    assert.deepEqual(
      results.map((r) => [r.EvalActionName, r.EvalResourceName, r.EvalDecision]),
      [
        ['ecr:PutImage', arn, 'implicitDeny'],
        ['ecr:PutImage', `${arn}2`, 'implicitDeny'],
        ['ecr:BatchGetImage', arn, 'allowed'],
        ['ecr:BatchGetImage', `${arn}2`, 'allowed'],
      ],
    );
  });

  it('says whether boundary and organization allow', () => {
    const s3Only = {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' },
    };
    const result = one({
      boundary: { id: 'b', type: 'none', document: JSON.stringify(s3Only) },
      scps: [{ target: 'r', policies: [compilePolicy(s3Only, 'scp')] }],
    });
    assert.equal(result?.EvalDecision, 'implicitDeny');
    assert.deepEqual(result?.PermissionsBoundaryDecisionDetail, {
      AllowedByPermissionsBoundary: false,
    });
    assert.deepEqual(result?.OrganizationsDecisionDetail, { AllowedByOrganizations: false });
  });

  it('sums up both sides across accounts', () => {
    const result = one({ resourceArns: [arn], callerArn: 'arn:aws:iam::444455556666:user/ann' });
    assert.equal(result?.EvalDecision, 'implicitDeny');
    assert.deepEqual(result?.EvalDecisionDetails, {
      'IAM Policy': 'allowed',
      'Resource Policy': 'implicitDeny',
    });
  });

  it('refuses what IAM would refuse', () => {
    assert.throws(
      () => one({ policies: [{ ...pull, document: '{}' }] }),
      /Syntax errors in policy/,
    );
  });
});
