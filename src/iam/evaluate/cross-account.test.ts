// Each row names where the rule is written: UG = IAM User Guide page, ECR = Amazon ECR User Guide,
// ORG = Organizations User Guide, STS = STS API reference.
import {
  account,
  allowAll,
  allows,
  crossAccount,
  grantTo,
  other,
  policy,
  repository,
  rows,
  silent,
  silentBoundary,
} from '../testing/decide.ts';

const otherRole = `arn:aws:iam::${other}:role/Node`;
const crossLogic = 'UG reference_policies_evaluation-logic-cross-account';

rows('Across accounts', [
  {
    rule: 'an identity policy alone is not enough',
    source: crossLogic,
    ...crossAccount,
    policies: { identity: [allows] },
    expected: 'implicitDeny by resource',
  },
  {
    rule: 'a resource policy alone is not enough',
    source: crossLogic,
    ...crossAccount,
    policies: { resource: grantTo({ AWS: otherRole }) },
    expected: 'implicitDeny by identity',
  },
  {
    rule: 'both sides allow: role',
    source: crossLogic,
    ...crossAccount,
    policies: { identity: [allows], resource: grantTo({ AWS: otherRole }) },
    expected: 'allowed',
  },
  {
    rule: 'both sides allow: account',
    source: crossLogic,
    ...crossAccount,
    policies: { identity: [allows], resource: grantTo({ AWS: other }) },
    expected: 'allowed',
  },
  {
    rule: 'naming the session spares the caller no layer of its own account',
    source: crossLogic,
    ...crossAccount,
    policies: {
      identity: [allows],
      boundary: silentBoundary,
      resource: grantTo({ AWS: crossAccount.principal }),
    },
    expected: 'implicitDeny by boundary',
  },
  {
    rule: 'nor does "*"',
    source: crossLogic,
    ...crossAccount,
    policies: { identity: [silent], resource: grantTo('*') },
    expected: 'implicitDeny by identity',
  },
  {
    rule: 'the root user of the other account still needs the resource policy',
    source: crossLogic,
    principal: `arn:aws:iam::${other}:root`,
    policies: {},
    expected: 'implicitDeny by resource',
  },
  {
    rule: 'GetAuthorizationToken has no resource: only the caller counts',
    source: 'ECR security_iam_id-based-policy-examples',
    ...crossAccount,
    request: {
      action: 'ecr:GetAuthorizationToken',
      resource: { resource: '*', accountId: account },
    },
    policies: { identity: [policy('identity', allowAll)] },
    expected: 'allowed',
  },
  {
    rule: 'a resource policy cannot grant GetAuthorizationToken',
    source: 'ECR repository-policies',
    request: {
      action: 'ecr:GetAuthorizationToken',
      resource: { resource: '*', accountId: account },
    },
    policies: { resource: policy('resource', { Effect: 'Allow', Principal: '*', Action: '*' }) },
    expected: 'implicitDeny by identity',
  },
  {
    rule: 'GetAuthorizationToken on an ARN covers nothing',
    source: 'Service Authorization Reference, ECR',
    request: {
      action: 'ecr:GetAuthorizationToken',
      resource: { resource: '*', accountId: account },
    },
    policies: { identity: [policy('identity', { ...allowAll, Resource: repository })] },
    expected: 'implicitDeny by identity',
  },
]);
