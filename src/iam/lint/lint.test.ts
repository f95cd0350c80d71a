import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lintPolicy } from './lint.ts';
import type { LintCode, LintKind, LintUse } from './types.ts';

const github = 'token.actions.githubusercontent.com';
const githubProvider = { Federated: `arn:aws:iam::111122223333:oidc-provider/${github}` };
const eks = 'oidc.eks.us-east-1.amazonaws.com/id/ABC';
const eksProvider = { Federated: `arn:aws:iam::111122223333:oidc-provider/${eks}` };
const web = (Principal: object, Condition: object) => ({
  Effect: 'Allow',
  Principal,
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition,
});
const githubSub = (operator: string, sub: string) => {
  const conditions = { [operator]: { [`${github}:sub`]: sub } };
  const audience = { [`${github}:aud`]: 'sts.amazonaws.com', ...conditions.StringEquals };
  return web(githubProvider, { ...conditions, StringEquals: audience });
};
const ofCluster = (issuer: string) =>
  web(
    { Federated: `arn:aws:iam::111122223333:oidc-provider/${issuer}` },
    {
      StringEquals: {
        [`${issuer}:aud`]: 'sts.amazonaws.com',
        [`${issuer}:sub`]: 'system:serviceaccount:a:b',
      },
    },
  );
const allow = (Action: unknown, Resource: unknown = '*') => ({ Effect: 'Allow', Action, Resource });
const own = 'arn:aws:ecr:us-east-1:111122223333:repository/*';

interface Row {
  readonly what: string;
  readonly kind: LintKind;
  readonly statement: object;
  readonly use?: LintUse;
  readonly version?: string;
  readonly expected: readonly LintCode[];
}

const rows: readonly Row[] = [
  {
    what: 'a clean policy',
    kind: 'identity',
    statement: allow(['ecr:GetAuthorizationToken', 'ecr:BatchGetImage']),
    expected: [],
  },
  {
    what: 'a token granted by a repository',
    kind: 'ecr-repository',
    statement: { Effect: 'Allow', Principal: '*', Action: 'ecr:GetAuthorizationToken' },
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
    statement: { ...allow('ecr:BatchGetImage'), Principal: '*' },
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
    what: 'a good service account',
    kind: 'trust',
    statement: web(eksProvider, {
      StringEquals: {
        [`${eks}:aud`]: 'sts.amazonaws.com',
        [`${eks}:sub`]: 'system:serviceaccount:a:b',
      },
    }),
    expected: [],
  },
  {
    what: 'no audience',
    kind: 'trust',
    statement: web(eksProvider, { StringEquals: { [`${eks}:sub`]: 'system:serviceaccount:a:b' } }),
    expected: ['TRUST_WITHOUT_AUDIENCE'],
  },
  {
    what: 'no subject',
    kind: 'trust',
    statement: web(eksProvider, { StringEquals: { [`${eks}:aud`]: 'sts.amazonaws.com' } }),
    expected: ['TRUST_WITHOUT_SUBJECT'],
  },
  {
    what: 'every namespace',
    kind: 'trust',
    statement: web(eksProvider, {
      StringEquals: { [`${eks}:aud`]: 'sts.amazonaws.com' },
      StringLike: { [`${eks}:sub`]: 'system:serviceaccount:*:b' },
    }),
    expected: ['TRUST_SUBJECT_TOO_WIDE'],
  },
  {
    what: 'an owner without its separator',
    kind: 'trust',
    statement: githubSub('StringLike', 'repo:octo*'),
    expected: ['TRUST_SUBJECT_TOO_WIDE'],
  },
  {
    what: 'a repository without its separator',
    kind: 'trust',
    statement: githubSub('StringLike', 'repo:octo@1/app*'),
    expected: ['TRUST_SUBJECT_TOO_WIDE'],
  },
  {
    what: 'a repository with it',
    kind: 'trust',
    statement: githubSub('StringLike', 'repo:octo@1/app@2:*'),
    expected: [],
  },
  {
    what: 'a subject by name',
    kind: 'trust',
    statement: githubSub('StringEquals', 'repo:octo/app:ref:refs/heads/main'),
    expected: ['GITHUB_SUBJECT_BY_NAME'],
  },
  {
    what: 'a shared issuer without tenant',
    kind: 'trust',
    statement: githubSub('StringLike', '*'),
    expected: ['TRUST_SUBJECT_TOO_WIDE', 'TRUST_SHARED_ISSUER'],
  },
  {
    what: 'a claim that is no key',
    kind: 'trust',
    statement: web(githubProvider, {
      StringEquals: {
        [`${github}:aud`]: 'x',
        [`${github}:sub`]: 'repo:o@1/r@2:pull_request',
        [`${github}:event_name`]: 'push',
      },
    }),
    expected: ['TRUST_CLAIM_NOT_MAPPED'],
  },
  {
    what: 'reading where a cache is filled',
    kind: 'identity',
    use: { pullThroughCache: true },
    statement: allow(['ecr:BatchGetImage', 'ecr:BatchImportUpstreamImage']),
    expected: ['PULL_THROUGH_NEEDS_MORE'],
  },
  {
    what: 'a node that may pull from its account only',
    kind: 'identity',
    use: { nodeRole: true },
    statement: allow('ecr:BatchGetImage', own),
    expected: ['EKS_REGISTRIES_LOCKED_OUT'],
  },
  {
    what: 'a node that may pull from everywhere',
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
    expected: ['REFUSED_ON_WRITING', 'WILDCARD_IN_PRINCIPAL'],
  },
  {
    what: 'an image for a resource',
    kind: 'identity',
    statement: allow(
      'ecr:BatchGetImage',
      '111122223333.dkr.ecr.us-east-1.amazonaws.com/team/app:v1',
    ),
    expected: ['REFUSED_ON_WRITING', 'RESOURCE_IS_HOST'],
  },
  {
    what: 'a host within an ARN',
    kind: 'identity',
    statement: allow(
      'ecr:BatchGetImage',
      'arn:aws:ecr:us-east-1:111122223333:repository/111122223333.dkr.ecr.us-east-1.amazonaws.com/app',
    ),
    expected: ['RESOURCE_IS_HOST'],
  },
  {
    what: 'an ARN without its service',
    kind: 'identity',
    statement: allow('ecr:BatchGetImage', 'arn:aws:us-east-2:111122223333:repository/*'),
    expected: ['RESOURCE_MATCHES_NOTHING'],
  },
  {
    what: 'an ARN whose account and Region are exchanged',
    kind: 'identity',
    statement: allow('ecr:BatchGetImage', 'arn:aws:ecr:111122223333:us-east-1:repository/app'),
    expected: ['RESOURCE_MATCHES_NOTHING'],
  },
  {
    what: 'an ARN of another type beside a right one',
    kind: 'identity',
    statement: allow(['ecr:BatchGetImage'], [own, 'arn:aws:ecr:us-east-1:111122223333:app/x']),
    expected: ['RESOURCE_MATCHES_NOTHING'],
  },
  {
    what: 'an action on the ARNs of another service',
    kind: 'identity',
    statement: allow(['s3:GetObject', 'ecr:BatchGetImage'], 'arn:aws:s3:::bucket/*'),
    expected: ['ACTION_WITHOUT_RESOURCE'],
  },
  {
    what: 'ARNs with wildcards and variables, short ones, and those of services that are not known here',
    kind: 'identity',
    statement: allow(
      ['ecr:*', 's3:GetObject', 'iam:PassRole'],
      [
        'arn:aws:ecr:*:*:repository/${aws:PrincipalTag/team}/*',
        'arn:aws:ecr:*:repository/app',
        'arn:aws:ecr:*',
        'arn:*:iam::*:role/*',
        'arn:aws:s3:::bucket/*',
      ],
    ),
    expected: [],
  },
  {
    what: 'a wildcard under StringEquals, which is itself and not too wide',
    kind: 'trust',
    statement: web(eksProvider, {
      StringEquals: {
        [`${eks}:aud`]: 'sts.amazonaws.com',
        [`${eks}:sub`]: 'system:serviceaccount:*:builder',
      },
    }),
    expected: ['WILDCARD_IN_EQUALS'],
  },
  {
    what: "the Region before the service in a cluster's issuer",
    kind: 'trust',
    statement: ofCluster('oidc.us-west-2.eks.amazonaws.com/id/ABC'),
    expected: ['TRUST_EKS_ISSUER_FORM'],
  },
  {
    what: "a cluster's issuer with an id in small letters",
    kind: 'trust',
    statement: ofCluster('oidc.eks.us-west-2.amazonaws.com/id/abc'),
    expected: ['TRUST_EKS_ISSUER_FORM'],
  },
  {
    what: 'a cluster in China',
    kind: 'trust',
    statement: ofCluster('oidc.eks.cn-north-1.amazonaws.com.cn/id/ABC'),
    expected: [],
  },
  {
    what: 'conditions on the tokens of another cluster',
    kind: 'trust',
    statement: {
      ...ofCluster(eks),
      Principal: {
        Federated:
          'arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/DEF',
      },
    },
    expected: [
      'TRUST_WITHOUT_AUDIENCE',
      'TRUST_WITHOUT_SUBJECT',
      'TRUST_KEY_OF_OTHER_ISSUER',
      'TRUST_KEY_OF_OTHER_ISSUER',
    ],
  },
  {
    what: 'a repository in upper case',
    kind: 'identity',
    statement: allow('ecr:BatchGetImage', 'arn:aws:ecr:us-east-1:111122223333:repository/App'),
    expected: ['RESOURCE_NAMES_NO_REPOSITORY'],
  },
  {
    what: 'a Region that is none',
    kind: 'identity',
    statement: allow('ecr:BatchGetImage', [
      'arn:aws:ecr:us-east1:111122223333:repository/app',
      'arn:aws:ecr:us-*:111122223333:repository/app',
    ]),
    expected: ['RESOURCE_NAMES_NO_REPOSITORY'],
  },
  {
    what: 'a tag and a digest in ARNs',
    kind: 'identity',
    statement: allow('ecr:BatchGetImage', [
      'arn:aws:ecr:us-east-1:111122223333:repository/app:v1',
      'arn:aws:ecr:*:*:repository/team/*@sha256:ab',
    ]),
    expected: ['RESOURCE_NAMES_NO_REPOSITORY', 'RESOURCE_NAMES_NO_REPOSITORY'],
  },
  {
    what: 'wildcards and variables in the name of a repository',
    kind: 'identity',
    statement: allow('ecr:BatchGetImage', [
      'arn:aws:ecr:us-east-1:111122223333:repository/team/app-?_1.x/*',
      'arn:aws:ecr:us-east-1:111122223333:repository/${aws:PrincipalTag/Team}/*',
    ]),
    expected: [],
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
    what: 'a misspelt operator in a trust policy, which is read as it is meant',
    kind: 'trust',
    statement: web(githubProvider, {
      StringEqual: {
        [`${github}:aud`]: 'sts.amazonaws.com',
        [`${github}:sub`]: 'repo:a/b:ref:refs/heads/main',
      },
    }),
    expected: ['UNKNOWN_OPERATOR', 'GITHUB_SUBJECT_BY_NAME'],
  },
  {
    what: 'misspelt elements',
    kind: 'identity',
    statement: { Effect: 'Allow', Actions: 'ecr:Nope', Resources: '*' },
    expected: ['UNKNOWN_ELEMENT', 'UNKNOWN_ELEMENT', 'UNKNOWN_ECR_ACTION'],
  },
];

describe('Lint', () => {
  for (const { what, kind, statement, use, version = '2012-10-17', expected } of rows) {
    it(`${what}: ${expected.join(', ') || 'nothing'}`, () => {
      const found = lintPolicy({ Version: version, Statement: statement }, kind, use);
      assert.deepEqual(
        found.map(({ code }) => code),
        expected,
      );
    });
  }

  it('says where', () => {
    const text = `{"Version": "2012-10-17",\n "Statement": {"Sid": "A", "Effect": "Allow", "Action": "ecr:Nope", "Resource": "*"}}`;
    const [found] = lintPolicy(text, 'identity');
    assert.deepEqual([found?.statement, found?.sid, found?.line, found?.column], [0, 'A', 2, 15]);
  });

  it('names the operator, element or repository that is probably meant, and where', () => {
    const text = `{"Version": "2012-10-17",\n "Statement": {"Effect": "Allow", "Action": "ecr:BatchGetImage",\n "Resource": "${own.replace('*', 'App')}", "Condition": {"StringEqual": {"a:b": "c"}}}}`;
    const [operator, repository] = lintPolicy(text, 'identity');
    assert.match(
      operator?.message ?? '',
      /^There is no operator StringEqual,.*; StringEquals is the nearest\.$/,
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

  it('gives the ARN that a host stands for, and the form of an issuer', () => {
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
      /kind identity\. MalformedPolicyDocument: Policy statement must contain resources\. AWS would store it as ecr-repository\.$/,
    );
  });
});
