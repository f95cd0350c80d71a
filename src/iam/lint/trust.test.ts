import {
  eks,
  eksProvider,
  github,
  githubProvider,
  githubSub,
  lints,
  ofCluster,
  web,
} from '../testing/lint.ts';

lints('Lint of a trust policy', [
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
    what: 'a repository with its separator',
    kind: 'trust',
    statement: githubSub('StringLike', 'repo:octo@1/app@2:*'),
    expected: [],
  },
  {
    what: 'every repository of an owner',
    kind: 'trust',
    statement: githubSub('StringLike', 'repo:my-org/*'),
    expected: ['TRUST_SUBJECT_TOO_WIDE'],
  },
  {
    what: 'every repository of an owner, on one branch',
    kind: 'trust',
    statement: githubSub('StringLike', 'repo:my-org@1/*:ref:refs/heads/main'),
    expected: ['TRUST_SUBJECT_TOO_WIDE'],
  },
  {
    what: 'every service account of a namespace',
    kind: 'trust',
    statement: web(eksProvider, {
      StringEquals: { [`${eks}:aud`]: 'sts.amazonaws.com' },
      StringLike: { [`${eks}:sub`]: 'system:serviceaccount:shop:*' },
    }),
    expected: ['TRUST_SUBJECT_TOO_WIDE'],
  },
  {
    what: 'every account',
    kind: 'trust',
    statement: {
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': 'x' } },
    },
    expected: ['OPEN_TO_EVERY_ACCOUNT'],
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
    what: 'a claim without a condition key',
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
    what: 'a wildcard under StringEquals, which is literal and not too broad',
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
    what: 'a misspelt operator in a trust policy, which is read as the intended one',
    kind: 'trust',
    statement: web(githubProvider, {
      StringEqual: {
        [`${github}:aud`]: 'sts.amazonaws.com',
        [`${github}:sub`]: 'repo:a/b:ref:refs/heads/main',
      },
    }),
    expected: ['UNKNOWN_OPERATOR', 'GITHUB_SUBJECT_BY_NAME'],
  },
]);
