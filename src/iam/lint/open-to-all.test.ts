import { lints } from '../testing/lint.ts';

const pulls = (Principal: unknown, Condition?: object) => ({
  Effect: 'Allow',
  Principal,
  Action: 'ecr:BatchGetImage',
  ...(Condition === undefined ? {} : { Condition }),
});
const open = ['OPEN_TO_EVERY_ACCOUNT'] as const;

lints('Lint of a policy that shares a repository', [
  { what: 'with everybody', kind: 'ecr-repository', statement: pulls('*'), expected: open },
  {
    what: 'with everybody, in a list',
    kind: 'ecr-repository',
    statement: pulls({ AWS: ['111122223333', '*'] }),
    expected: open,
  },
  ...[
    { Bool: { 'aws:SecureTransport': 'true' } },
    { StringEquals: { 'aws:PrincipalTag/team': 'red' } },
    { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } },
    { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1234567890' } },
    { StringLike: { 'aws:PrincipalOrgID': '*' } },
    { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/node' } },
    { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } },
  ].map((condition) => ({
    what: `under a condition that every account can meet, ${JSON.stringify(condition)}`,
    kind: 'ecr-repository' as const,
    statement: pulls('*', condition),
    expected: open,
  })),
  ...[
    { StringEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } },
    { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-1234567890/*' } },
    { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/*' } },
    { StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
  ].map((condition) => ({
    what: `under a condition on who calls, ${JSON.stringify(condition)}`,
    kind: 'ecr-repository' as const,
    statement: pulls('*', condition),
    expected: [],
  })),
  {
    what: 'with nobody, by a Deny',
    kind: 'ecr-repository',
    statement: { ...pulls('*'), Effect: 'Deny' },
    expected: [],
  },
  {
    what: 'of an endpoint, which names everybody as a rule',
    kind: 'vpce',
    statement: { ...pulls('*'), Resource: '*' },
    expected: [],
  },
]);
