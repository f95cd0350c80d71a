// The whole pull: Amazon ECR User Guide, AmazonEC2ContainerRegistryPullOnly and "PulledRepository policies".
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type AppliedPolicies, compilePolicy } from '../iam/index.ts';
import { provePull } from './prove.ts';
import { repairPull } from './repair.ts';
import type { PullRequest } from './types.ts';
import { type PulledRepository, type Puller, whatCan, whoCan } from './who.ts';

const role = 'arn:aws:iam::111122223333:role/node';
const request: PullRequest = {
  principal: 'arn:aws:sts::111122223333:assumed-role/node/i-1',
  registryId: '111122223333',
  region: 'us-east-1',
  repository: 'team/app',
  context: {},
};
const across: PullRequest = { ...request, registryId: '444455556666' };
const arn = 'arn:aws:ecr:us-east-1:111122223333:repository/team/app';
const pullOnly = {
  Effect: 'Allow',
  Action: ['ecr:GetAuthorizationToken', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
  Resource: '*',
};
const identity = (...statements: object[]) => [
  compilePolicy({ Version: '2012-10-17', Statement: statements }, 'identity'),
];
const outcome = (asked: PullRequest, policies: AppliedPolicies) => {
  const { pull, firstFailingAction, decision, blame } = provePull(asked, policies);
  return { pull, firstFailingAction, decision, blame };
};

describe('The proof of a pull', () => {
  it('holds with the managed pull-only policy', () => {
    assert.deepEqual(outcome(request, { identity: identity(pullOnly) }), {
      pull: 'works',
      firstFailingAction: null,
      decision: 'allowed',
      blame: null,
    });
  });

  it('uses the repository ARN in the partition of its Region', () => {
    const regions = ['cn-north-1', 'us-gov-west-1', 'eusc-de-east-1', 'us-iso-east-1'];
    const asked = regions.map((region) => {
      const { steps } = provePull({ ...request, region }, { identity: identity(pullOnly) });
      return steps.at(-1)?.resource.split(':', 2)[1];
    });
    assert.deepEqual(asked, ['aws-cn', 'aws-us-gov', 'aws-eusc', 'aws-iso']);
  });

  it('does not ask for BatchCheckLayerAvailability, which belongs to pushes', () => {
    const actions = provePull(request, { identity: identity(pullOnly) }).steps.map((s) => s.action);
    assert.deepEqual(actions, pullOnly.Action);
  });

  it('fails at the token when that is allowed only on the repository', () => {
    const scoped = identity({ ...pullOnly, Resource: arn });
    assert.deepEqual(outcome(request, { identity: scoped }), {
      pull: 'fails',
      firstFailingAction: 'ecr:GetAuthorizationToken',
      decision: 'implicitDeny',
      blame: { policyType: 'identity', sid: null },
    });
  });

  it('names the Deny that stops the layers', () => {
    const deny = { Sid: 'NoLayers', Effect: 'Deny', Action: 'ecr:GetDownload*', Resource: arn };
    assert.deepEqual(outcome(request, { identity: identity(pullOnly, deny) }), {
      pull: 'fails',
      firstFailingAction: 'ecr:GetDownloadUrlForLayer',
      decision: 'explicitDeny',
      blame: { policyType: 'identity', sid: 'NoLayers' },
    });
  });

  it('names the repository policy across accounts', () => {
    assert.deepEqual(outcome(across, { identity: identity(pullOnly) }).blame, {
      policyType: 'resource',
      sid: null,
    });
  });

  it('does not apply the RCPs of the organization that owns the repository to the token', () => {
    const guard = {
      Effect: 'Deny',
      Principal: '*',
      Action: 'ecr:*',
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-owner' } },
    };
    const policy = compilePolicy({ Version: '2012-10-17', Statement: guard }, 'rcp');
    const policies = {
      identity: identity(pullOnly),
      resource: compilePolicy(
        {
          Version: '2012-10-17',
          Statement: { Effect: 'Allow', Principal: '*', Action: 'ecr:*' },
        },
        'resource',
      ),
      rcps: [{ target: 'root', policies: [policy] }],
    };
    assert.deepEqual(outcome(across, policies), {
      pull: 'fails',
      firstFailingAction: 'ecr:BatchGetImage',
      decision: 'explicitDeny',
      blame: { policyType: 'rcp', sid: null },
    });
    const mine = outcome(request, policies);
    assert.equal(mine.firstFailingAction, 'ecr:GetAuthorizationToken');
  });

  it('does not apply repository tags to the request for a token', () => {
    const tagged = identity({
      ...pullOnly,
      Condition: { StringEquals: { 'ecr:ResourceTag/team': 'a' } },
    });
    const asked = { ...request, context: { 'ecr:ResourceTag/team': 'a' } };
    assert.equal(
      outcome(asked, { identity: tagged }).firstFailingAction,
      'ecr:GetAuthorizationToken',
    );
  });
});

describe('The smallest repair', () => {
  it('is none for a pull that works', () => {
    assert.deepEqual(repairPull(request, { identity: identity(pullOnly) }), { kind: 'none' });
  });

  it('adds what is missing, for this repository alone', () => {
    const token = identity({ ...pullOnly, Resource: arn.replace('app', 'other') });
    assert.deepEqual(repairPull(request, { identity: token }), {
      kind: 'add',
      add: [
        {
          policyType: 'identity',
          statement: { Effect: 'Allow', Action: ['ecr:GetAuthorizationToken'], Resource: '*' },
        },
        {
          policyType: 'identity',
          statement: {
            Effect: 'Allow',
            Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
            Resource: arn,
          },
        },
      ],
    });
  });

  it('adds to the repository policy across accounts, for the role alone', () => {
    assert.deepEqual(repairPull(across, { identity: identity(pullOnly) }), {
      kind: 'add',
      add: [
        {
          policyType: 'resource',
          statement: {
            Effect: 'Allow',
            Principal: { AWS: role },
            Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
          },
        },
      ],
    });
  });

  it('adds to the level of the organization without an Allow', () => {
    const scp = (Action: string) =>
      compilePolicy({ Version: '2012-10-17', Statement: { ...pullOnly, Action } }, 'scp');
    const scps = [
      { target: 'root', policies: [scp('*')] },
      { target: 'ou', policies: [scp('s3:*')] },
    ];
    const repair = repairPull(request, { identity: identity(pullOnly), scps });
    const added = repair.kind === 'add' ? repair.add : [];
    assert.deepEqual(
      added.map(({ policyType, target }) => [policyType, target]),
      [
        ['scp', 'ou'],
        ['scp', 'ou'],
      ],
      repair.kind,
    );
  });

  it('names a Deny, which no added statement can overcome', () => {
    const deny = { Sid: 'Stop', Effect: 'Deny', Action: 'ecr:Batch*', Resource: '*' };
    assert.deepEqual(repairPull(request, { identity: identity(pullOnly, deny) }), {
      kind: 'deny',
      policyType: 'identity',
      index: 0,
      statement: 1,
      sid: 'Stop',
    });
  });
});

describe('Who can pull, and what', () => {
  const able: Puller = { principal: role, policies: { identity: identity(pullOnly) } };
  const unable: Puller = { principal: `${role}2`, policies: { identity: [] } };
  const own: PulledRepository = {
    registryId: '111122223333',
    region: 'us-east-1',
    repository: 'a',
  };
  const foreign: PulledRepository = { ...own, registryId: '444455556666' };

  it('is evaluated for each principal and each repository', () => {
    assert.deepEqual(whoCan(own, [able, unable]), [able]);
    assert.deepEqual(whatCan(able, [own, foreign]), [own]);
  });
});
