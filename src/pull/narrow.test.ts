// A Deny is narrowed to what the pull needs: everybody else, every other action and every other repository stay denied.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compilePolicy, evaluate } from '../iam/index.ts';
import { withoutPull } from './narrow.ts';
import { pullActions } from './types.ts';

const node = 'arn:aws:iam::111122223333:role/node';
const other = 'arn:aws:iam::111122223333:role/other';
const repository = 'arn:aws:ecr:us-east-1:111122223333:repository/team/app';
const elsewhere = 'arn:aws:ecr:us-east-1:111122223333:repository/team/secret';
const bucket = 'arn:aws:s3:::data/key';
const region = { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } };
const all = { Effect: 'Allow', Action: '*', Resource: '*' };

interface Case {
  readonly what: string;
  readonly deny: object;
  /** Whether it is the role's own inline policy. */
  readonly own: boolean;
}

function allowed(Statement: readonly object[], who: string, action: string, resource: string) {
  const policy = compilePolicy(
    { Version: '2012-10-17', Statement: [...Statement, all] },
    'identity',
  );
  const accountId = '111122223333';
  const context = { 'aws:PrincipalArn': who, 'aws:RequestedRegion': 'us-east-1' };
  const of = { resource: action === pullActions[0] ? '*' : resource, accountId };
  const request = { principal: who, action, resource: of, context };
  return evaluate(request, { identity: [policy] }).decision === 'allowed';
}

const narrowed = (deny: object, own: boolean) =>
  withoutPull({ Statement: [deny] }, 0, {
    roleArn: node,
    repositoryArn: repository,
    action: 'ecr:BatchGetImage',
    ofRoleAlone: own,
    mayHaveNotAction: true,
  });

const denies: readonly [what: string, deny: object][] = [
  ['every action', { Action: '*', Resource: '*' }],
  ['every action outside of a Region', { Action: '*', Resource: '*', Condition: region }],
  ['every action of ECR', { Action: 'ecr:*', Resource: '*' }],
  ['some actions of ECR', { Action: ['ecr:Batch*', 'ecr:GetD*', 's3:Get*'], Resource: '*' }],
  ['all but two actions', { NotAction: ['ecr:BatchGetImage', 'iam:*'], Resource: '*' }],
  ['all but other services', { NotAction: ['iam:*', 'sts:*'], Resource: '*', Condition: region }],
  ['all but another repository', { Action: 'ecr:*', NotResource: 'arn:aws:ecr:*:*:repository/x' }],
  ['this repository', { Action: 'ecr:*', Resource: repository }],
];
const cases = denies.flatMap(([what, deny]): Case[] => [
  { what: `${what}, to the role alone`, deny: { Effect: 'Deny', Sid: 'No', ...deny }, own: true },
  { what: `${what}, to all roles`, deny: { Effect: 'Deny', Sid: 'No', ...deny }, own: false },
]);

const asked = [
  ...pullActions,
  'ecr:PutImage',
  'ecr:BatchDeleteImage',
  'ecr:GetRepositoryPolicy',
  'ecr:DeleteRepository',
  's3:GetObject',
  'ec2:RunInstances',
  'iam:GetRole',
].flatMap((action) => [repository, elsewhere, bucket].map((resource) => ({ action, resource })));

describe('A Deny that is narrowed', () => {
  for (const { what, deny, own } of cases) {
    it(`lets the pull through, and nothing else that it denied: ${what}`, () => {
      const { document } = narrowed(deny, own);
      for (const { action, resource } of asked) {
        const isOfPull = (pullActions as readonly string[]).includes(action);
        const isFreed = isOfPull && (action === pullActions[0] || resource === repository);
        assert.equal(
          allowed(document.Statement, node, action, resource),
          isFreed || allowed([deny], node, action, resource),
          `${action} on ${resource}`,
        );
        if (own) continue;
        assert.equal(
          allowed(document.Statement, other, action, resource),
          allowed([deny], other, action, resource),
          `${action} on ${resource} by another role`,
        );
      }
    });
  }

  it('lists only actions on repositories in the policy of one', () => {
    const { document } = narrowed({ Effect: 'Deny', Principal: '*', Action: 'ecr:*' }, false);
    const [, own] = document.Statement as readonly { readonly Action: readonly string[] }[];
    const listed = ['ecr:GetLifecyclePolicy', 'ecr:GetRegistryPolicy'].map((one) =>
      own?.Action.includes(one),
    );
    assert.deepEqual(listed, [true, false]);
  });

  it('keeps its Sid for one statement', () => {
    const { document } = narrowed({ Sid: 'No', Effect: 'Deny', Action: '*', Resource: '*' }, false);
    const sids = document.Statement.map((one) => (one as { readonly Sid?: string }).Sid);
    assert.deepEqual(sids, ['No', undefined, undefined]);
  });

  it('says what it denies no longer', () => {
    const lost = (deny: object) => narrowed({ Effect: 'Deny', ...deny }, true).lost;
    assert.equal(
      lost({ NotAction: 'ecr:GetAuthorizationToken', Resource: '*' }),
      `The statement then no longer denies the role ecr:BatchGetImage, ecr:GetDownloadUrlForLayer on ${repository}; everything else it denies stays denied.`,
    );
    assert.match(lost({ Action: 'ecr:*', Resource: '*' }), /AWS adds later may be missing/);
    const pattern = 'arn:aws:ecr:*:*:repository/team/*';
    assert.match(
      lost({ Action: '*', Resource: pattern }),
      /on everything that the statement names/,
    );
  });

  it('says so where it can only be lifted from the role as a whole', () => {
    const { document, lost } = withoutPull(
      { Statement: [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }] },
      0,
      {
        roleArn: node,
        repositoryArn: repository,
        action: 'ecr:BatchGetImage',
        ofRoleAlone: false,
        mayHaveNotAction: false,
      },
    );
    assert.equal(document.Statement.length, 1);
    assert.match(lost, /denies the role nothing any more, whatever the action/);
  });
});
