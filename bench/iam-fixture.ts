// The fixture of the IAM bench: a node's identity policy of ten statements (conditions, NotResource,
// three Deny), a repository policy of five (root, role list, deny outside the organization, service,
// ArnNotLike), seven context keys; the question is BatchGetImage, and the answer is allowed.
const account = '111122223333';
const registry = `arn:aws:ecr:us-east-1:${account}`;

export const identity = {
  Version: '2012-10-17',
  Statement: [
    { Sid: 'Token', Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
    {
      Sid: 'Pull',
      Effect: 'Allow',
      Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchCheckLayer*'],
      Resource: [`${registry}:repository/team-a/*`, `${registry}:repository/shared/*`],
      Condition: { StringEquals: { 'aws:PrincipalTag/team': 'team-a' } },
    },
    {
      Sid: 'Describe',
      Effect: 'Allow',
      Action: ['ecr:Describe*', 'ecr:List*'],
      NotResource: `${registry}:repository/secret/*`,
    },
    {
      Sid: 'Push',
      Effect: 'Allow',
      Action: ['ecr:PutImage', 'ecr:*LayerUpload', 'ecr:UploadLayerPart'],
      Resource: `${registry}:repository/\${aws:PrincipalTag/team}/*`,
      Condition: { Bool: { 'aws:SecureTransport': 'true' } },
    },
    {
      Sid: 'Cluster',
      Effect: 'Allow',
      Action: ['eks:DescribeCluster', 'eks-auth:AssumeRoleForPodIdentity'],
      Resource: `arn:aws:eks:us-east-1:${account}:cluster/prod`,
    },
    {
      Sid: 'Nodes',
      Effect: 'Allow',
      Action: 'ec2:Describe*',
      Resource: '*',
      Condition: { StringEqualsIgnoreCase: { 'aws:RequestedRegion': ['us-east-1', 'us-west-2'] } },
    },
    {
      Sid: 'Logs',
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: `arn:aws:logs:*:${account}:log-group:/eks/*`,
    },
    {
      Sid: 'DenyOffNetwork',
      Effect: 'Deny',
      Action: 'ecr:*',
      Resource: '*',
      Condition: {
        NotIpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '2001:db8:1234::/48'] },
        Bool: { 'aws:ViaAWSService': 'false' },
      },
    },
    {
      Sid: 'DenyElsewhere',
      Effect: 'Deny',
      NotAction: ['iam:*', 'sts:*'],
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:RequestedRegion': ['us-east-1', 'us-west-2'] } },
    },
    {
      Sid: 'DenySecret',
      Effect: 'Deny',
      Action: 'ecr:BatchGetImage',
      Resource: `${registry}:repository/secret/*`,
    },
  ],
};

export const repository = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Owner',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: 'ecr:*',
    },
    {
      Sid: 'Nodes',
      Effect: 'Allow',
      Principal: {
        AWS: ['arn:aws:iam::444455556666:role/node-a', 'arn:aws:iam::444455556666:role/node-b'],
      },
      Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    },
    {
      Sid: 'OrgOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: 'ecr:*',
      Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
    },
    {
      Sid: 'Lambda',
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    },
    {
      Sid: 'NotByStrangers',
      Effect: 'Deny',
      Principal: '*',
      Action: ['ecr:BatchGetImage', 'ecr:PutImage'],
      Condition: { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/eks/*` } },
    },
  ],
};

export const request = {
  principal: `arn:aws:sts::${account}:assumed-role/node/i-0abc1234`,
  action: 'ecr:BatchGetImage',
  resource: { resource: `${registry}:repository/team-a/app`, accountId: account },
  context: {
    'aws:PrincipalArn': `arn:aws:iam::${account}:role/eks/node`,
    'aws:PrincipalOrgID': 'o-a1b2c3d4e5',
    'aws:PrincipalTag/team': 'team-a',
    'aws:RequestedRegion': 'us-east-1',
    'aws:SecureTransport': 'true',
    'aws:SourceIp': '10.1.2.3',
    'aws:ViaAWSService': 'false',
  },
};
