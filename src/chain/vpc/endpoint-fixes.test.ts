// An endpoint's policy is opened for the pull alone.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { VpcEndpoint } from '../../network/index.ts';
import { openedPolicy } from './endpoint-fixes.ts';
import { compileEndpointPolicy, decideAtEndpoint } from './endpoint-policies.ts';
import type { EndpointRequest } from './endpoint-requests.ts';

const roleArn = 'arn:aws:iam::111122223333:role/node';
const repositoryArn = 'arn:aws:ecr:us-east-1:111122223333:repository/app';

function ask(action: string, resource: string, role = roleArn): EndpointRequest {
  return {
    request: {
      principal: role,
      action,
      resource: { resource, accountId: '111122223333' },
      context: { 'aws:PrincipalArn': role },
    },
    isUnseen: () => false,
  };
}

const asked = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'].map((action) =>
  ask(action, repositoryArn),
);

function endpointWith(deny: object): VpcEndpoint {
  const all = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
  const document = { Version: '2012-10-17', Statement: [all, { Sid: 'Guard', ...deny }] };
  return { vpcEndpointId: 'vpce-1', policyDocument: JSON.stringify(document) } as VpcEndpoint;
}

describe('A Deny in the policy of an endpoint', () => {
  const guard = { Effect: 'Deny', Principal: '*', Action: 'ecr:*', Resource: '*' };

  it('lets the pull through and nothing else that it denied', () => {
    const opened = openedPolicy(endpointWith(guard), asked, { roleArn, repositoryArn });
    assert.ok(opened);
    const policy = compileEndpointPolicy(JSON.stringify(opened.document));
    const decisionOf = (one: EndpointRequest) => {
      const found = decideAtEndpoint(policy, one);
      return found.kind === 'unseen' ? 'unseen' : found.decision.decision;
    };
    for (const one of asked) assert.equal(decisionOf(one), 'allowed');
    for (const one of [
      ask('ecr:PutImage', repositoryArn),
      ask('ecr:DeleteRepository', repositoryArn),
      ask('ecr:BatchGetImage', `${repositoryArn}2`),
      ask('ecr:BatchGetImage', repositoryArn, 'arn:aws:iam::111122223333:role/other'),
    ]) {
      assert.equal(decisionOf(one), 'explicitDeny', JSON.stringify(one.request));
    }
    assert.match(opened.lost ?? '', /everything else it denies stays denied/);
  });

  it('is left alone where it denies nothing of the pull', () => {
    const endpoint = endpointWith({ ...guard, Action: 'ecr:DeleteRepository' });
    const opened = openedPolicy(endpoint, asked, { roleArn, repositoryArn });
    assert.deepEqual(opened?.document, JSON.parse(endpoint.policyDocument ?? ''));
    assert.equal(opened?.lost, undefined);
  });
});
