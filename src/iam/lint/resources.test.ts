import { allow, lints, own } from '../testing/lint.ts';

lints('Lint of resources', [
  {
    what: 'an image as a resource',
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
    what: 'actions of other services on a repository',
    kind: 'identity',
    statement: allow(['s3:GetObject', 'kms:Decrypt'], own),
    expected: ['RESOURCE_MATCHES_NOTHING'],
  },
  {
    what: 'ARNs with wildcards and variables, short ones, and those of unknown services',
    kind: 'identity',
    statement: allow(
      ['ecr:*', 's3:GetObject', 'iam:PassRole', 'lambda:InvokeFunction'],
      [
        'arn:aws:ecr:*:*:repository/${aws:PrincipalTag/team}/*',
        'arn:aws:ecr:*:repository/app',
        'arn:aws:ecr:*',
        'arn:*:iam::*:role/*',
        'arn:aws:s3:::bucket/*',
        'arn:aws:lambda:us-east-1:111122223333:function:*',
      ],
    ),
    expected: [],
  },
  {
    what: 'a repository in upper case',
    kind: 'identity',
    statement: allow('ecr:BatchGetImage', 'arn:aws:ecr:us-east-1:111122223333:repository/App'),
    expected: ['RESOURCE_NAMES_NO_REPOSITORY'],
  },
  {
    what: 'an invalid Region',
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
]);
