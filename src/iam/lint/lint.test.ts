import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allow, lints, ofCluster, own } from '../testing/lint.ts';
import { lintPolicy } from './lint.ts';
import type { LintKind } from './types.ts';

lints('Lint', [
  {
    what: 'a clean policy',
    kind: 'identity',
    statement: allow(['ecr:GetAuthorizationToken', 'ecr:BatchGetImage']),
    expected: [],
  },
  {
    what: 'a token granted by a repository',
    kind: 'ecr-repository',
    statement: {
      Effect: 'Allow',
      Principal: { AWS: '111122223333' },
      Action: 'ecr:GetAuthorizationToken',
    },
    expected: ['TOKEN_IN_RESOURCE_POLICY'],
  },
  {
    what: 'a token on an ARN',
    kind: 'identity',
    statement: allow('ecr:GetAuthorizationToken', own),
    expected: ['NO_RESOURCE_ACTION_ON_ARN'],
  },
  {
    what: 'an action that is misspelt',
    kind: 'identity',
    statement: allow('ecr:BatchGetImages'),
    expected: ['UNKNOWN_ECR_ACTION'],
  },
  {
    what: 'a resource in a repository policy',
    kind: 'ecr-repository',
    statement: { ...allow('ecr:BatchGetImage'), Principal: { AWS: '111122223333' } },
    expected: ['REFUSED_ON_WRITING', 'RESOURCE_IN_REPOSITORY_POLICY'],
  },
  {
    what: 'NotPrincipal with Allow',
    kind: 'ecr-repository',
    statement: { Effect: 'Allow', NotPrincipal: { AWS: '111122223333' }, Action: 'ecr:*' },
    expected: ['REFUSED_ON_WRITING', 'NOT_PRINCIPAL_ALLOW'],
  },
  {
    what: 'a wildcard under StringEquals',
    kind: 'identity',
    statement: { ...allow('ecr:*'), Condition: { StringEquals: { 'aws:PrincipalTag/a': 'x*' } } },
    expected: ['WILDCARD_IN_EQUALS'],
  },
  {
    what: 'a variable in an old version',
    kind: 'identity',
    version: '2008-10-17',
    statement: allow('ecr:*', 'arn:aws:ecr:us-east-1:111122223333:repository/${aws:username}'),
    expected: ['REFUSED_ON_WRITING', 'VARIABLE_IN_OLD_VERSION'],
  },
  {
    what: 'ForAllValues with Allow',
    kind: 'identity',
    statement: {
      ...allow('ecr:*'),
      Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' } },
    },
    expected: ['FOR_ALL_VALUES_ALLOW'],
  },
  {
    what: 'a pull through a cache without the actions to import images',
    kind: 'identity',
    use: { pullThroughCache: true },
    statement: allow(['ecr:BatchGetImage', 'ecr:BatchImportUpstreamImage']),
    expected: ['PULL_THROUGH_NEEDS_MORE'],
  },
  {
    what: 'a node that may pull only from its own account',
    kind: 'identity',
    use: { nodeRole: true },
    statement: allow('ecr:BatchGetImage', own),
    expected: ['EKS_REGISTRIES_LOCKED_OUT'],
  },
  {
    what: 'a node that may pull from every account',
    kind: 'identity',
    use: { nodeRole: true },
    statement: allow('ecr:BatchGetImage'),
    expected: [],
  },
  {
    what: 'a repository policy among those of a role',
    kind: 'identity',
    statement: { Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage' },
    expected: ['REFUSED_ON_WRITING'],
  },
  {
    what: "a role's policy on a repository",
    kind: 'ecr-repository',
    statement: allow('ecr:BatchGetImage'),
    expected: ['REFUSED_ON_WRITING', 'RESOURCE_IN_REPOSITORY_POLICY'],
  },
  {
    what: 'a wildcard in a principal',
    kind: 'ecr-repository',
    statement: {
      Effect: 'Allow',
      Principal: { AWS: ['arn:aws:iam::111122223333:role/ci-*', '*'] },
      Action: 'ecr:BatchGetImage',
    },
    expected: ['REFUSED_ON_WRITING', 'WILDCARD_IN_PRINCIPAL', 'OPEN_TO_EVERY_ACCOUNT'],
  },
  {
    what: 'a misspelt operator beside other findings',
    kind: 'identity',
    statement: {
      ...allow(['ecr:Nope', 'ecr:BatchGetImage']),
      Condition: {
        StringEqual: { 'aws:PrincipalTag/a': 'b' },
        'ForAnyValues:StringLikes': { 'aws:TagKeys': 'x' },
      },
    },
    expected: ['UNKNOWN_OPERATOR', 'UNKNOWN_OPERATOR', 'UNKNOWN_ECR_ACTION'],
  },
  {
    what: 'misspelt elements',
    kind: 'identity',
    statement: { Effect: 'Allow', Actions: 'ecr:Nope', Resources: '*' },
    expected: ['UNKNOWN_ELEMENT', 'UNKNOWN_ELEMENT', 'UNKNOWN_ECR_ACTION'],
  },
]);

describe('A finding', () => {
  it('has a position', () => {
    const text = `{"Version": "2012-10-17",\n "Statement": {"Sid": "A", "Effect": "Allow", "Action": "ecr:Nope", "Resource": "*"}}`;
    const [found] = lintPolicy(text, 'identity');
    assert.deepEqual([found?.statement, found?.sid, found?.line, found?.column], [0, 'A', 2, 15]);
  });

  it('names the operator, element or repository that is probably meant, and its position', () => {
    const text = `{"Version": "2012-10-17",\n "Statement": {"Effect": "Allow", "Action": "ecr:BatchGetImage",\n "Resource": "${own.replace('*', 'App')}", "Condition": {"StringEqual": {"a:b": "c"}}}}`;
    const [operator, repository] = lintPolicy(text, 'identity');
    assert.match(
      operator?.message ?? '',
      /^There is no operator StringEqual,.*; did you mean StringEquals\?$/,
    );
    assert.deepEqual([operator?.statement, operator?.line], [0, 3]);
    assert.match(
      repository?.message ?? '',
      /write arn:aws:ecr:us-east-1:111122223333:repository\/app\.$/,
    );
    const far = {
      Version: '2012-10-17',
      Statement: { ...allow('ecr:BatchGetImage'), Condition: { Xyz: { a: 'b' } } },
    };
    assert.match(lintPolicy(far, 'identity')[0]?.message ?? '', /; there are StringEquals, /);
  });

  it('gives the ARN for a host, and the form of an issuer', () => {
    const messages = (statement: object, kind: LintKind) =>
      lintPolicy({ Version: '2012-10-17', Statement: statement }, kind)
        .map(({ message }) => message)
        .join('\n');
    assert.match(
      messages(
        allow('ecr:*', 'https://111122223333.dkr.ecr.us-east-1.amazonaws.com/team/app:v1'),
        'identity',
      ),
      /write arn:aws:ecr:us-east-1:111122223333:repository\/team\/app\./,
    );
    assert.match(
      messages(ofCluster('oidc.us-west-2.eks.amazonaws.com/id/ABC'), 'trust'),
      /oidc\.eks\.us-west-2\.amazonaws\.com\/id\/ABC/,
    );
    assert.match(
      messages({ Effect: 'Allow', Principal: '*', Action: 'ecr:*' }, 'identity'),
      /kind identity\. MalformedPolicyDocument: Policy statement must contain resources\. It has the form of a policy of kind ecr-repository, as which AWS would store it\.$/,
    );
    const onRepository = (action: string) =>
      messages({ ...allow(action, own), Principal: { AWS: '111122223333' } }, 'ecr-repository');
    assert.match(
      onRepository('ecr:BatchGetImage'),
      /'Invalid repository policy provided'\. It has the form of a policy of kind ecr-registry, as which AWS would store it\.$/m,
    );
    // Whether AWS takes an action that there is not is unknown.
    assert.match(onRepository('ecr:BatchGetImge'), /'Invalid repository policy provided'\.$/m);
  });
});
