import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compilePolicy } from '../compile.ts';
import {
  allowPull,
  allows,
  decide,
  denyPull,
  endpoint,
  onlyS3,
  other,
  policy,
  repository,
  session,
  silentBoundary,
} from '../testing/decide.ts';

describe('A decision explains itself', () => {
  it('names the statement that denied: policy, statement, Sid, line and column', () => {
    const text = `{\n  "Version": "2012-10-17",\n  "Statement": [\n    { "Sid": "NoPull", "Effect": "Deny", "Action": "ecr:*", "Resource": "*" }\n  ]\n}`;
    const decision = decide({
      rule: '',
      source: '',
      policies: { identity: [allows, compilePolicy(text, 'identity')] },
      expected: '',
    });
    assert.deepEqual(decision.deciding, [
      { policyType: 'identity', index: 1, statement: 0, sid: 'NoPull', line: 4, column: 5 },
    ]);
  });

  it('lists the absent context keys that were needed', () => {
    const conditions = {
      StringEquals: {
        'aws:PrincipalTag/team': '${aws:RequestTag/team}',
        'ecr:ResourceTag/team': 'a',
      },
    };
    const { missingContext } = decide({
      rule: '',
      source: '',
      policies: { identity: [policy('identity', { ...allowPull, Condition: conditions })] },
      expected: '',
    });
    assert.deepEqual(missingContext, [
      'aws:PrincipalTag/team',
      'aws:RequestTag/team',
      'ecr:ResourceTag/team',
    ]);
  });

  it("has AWS's text", () => {
    const messages = [
      { identity: [] },
      { identity: [policy('identity', denyPull)] },
      { identity: [allows], boundary: silentBoundary },
      { identity: [allows], scps: [{ target: 'r', policies: [onlyS3] }] },
      { identity: [allows], vpce: endpoint({ AWS: other }) },
    ].map((policies) => decide({ rule: '', source: '', policies, expected: '' }).message);
    const start = `User: ${session} is not authorized to perform: ecr:BatchGetImage on resource: ${repository}`;
    assert.deepEqual(messages, [
      `${start} because no identity-based policy allows the ecr:BatchGetImage action`,
      `${start} with an explicit deny in an identity-based policy`,
      `${start} because no permissions boundary allows the ecr:BatchGetImage action`,
      `${start} with an explicit deny in a service control policy`,
      `${start} because no VPC endpoint policy allows the ecr:BatchGetImage action`,
    ]);
  });
});
