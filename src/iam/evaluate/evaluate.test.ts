// Each row names where the rule is written: UG = IAM User Guide page, ECR = Amazon ECR User Guide,
// ORG = Organizations User Guide, STS = STS API reference.
import {
  account,
  allowAll,
  allows,
  denyPull,
  evaluationLogic,
  federated,
  grantTo,
  policy,
  rows,
  silentBoundary,
  silentSession,
  user,
} from '../testing/decide.ts';

rows('Within one account', [
  {
    rule: 'everything is denied by default',
    source: evaluationLogic,
    policies: {},
    expected: 'implicitDeny by identity',
  },
  {
    rule: 'an identity policy is enough',
    source: evaluationLogic,
    policies: { identity: [allows] },
    expected: 'allowed',
  },
  {
    rule: 'a Deny in any layer overrides every Allow',
    source: evaluationLogic,
    policies: { identity: [allows, policy('identity', denyPull)], resource: grantTo('*') },
    expected: 'explicitDeny by identity',
  },
  {
    rule: 'a boundary must allow what an identity policy allows',
    source: evaluationLogic,
    policies: { identity: [allows], boundary: silentBoundary },
    expected: 'implicitDeny by boundary',
  },
  {
    rule: 'a session policy must allow what an identity policy allows',
    source: evaluationLogic,
    policies: { identity: [allows], session: silentSession },
    expected: 'implicitDeny by session',
  },
  {
    rule: 'several session policies allow what any of them allows',
    source: 'STS AssumeRole, PolicyArns',
    policies: { identity: [allows], session: [silentSession, policy('session', allowAll)] },
    expected: 'allowed',
  },
  {
    rule: 'the root user is allowed by default',
    source: evaluationLogic,
    principal: `arn:aws:iam::${account}:root`,
    policies: {},
    expected: 'allowed',
  },
  {
    rule: 'a federated user without a session policy has no permissions',
    source: evaluationLogic,
    principal: federated,
    policies: { identity: [allows] },
    expected: 'implicitDeny by session',
  },
]);

rows('Callers without an account', [
  {
    rule: 'anonymous, granted to everyone',
    source: 'UG reference_policies_elements_principal',
    principal: 'anonymous',
    policies: { resource: grantTo('*') },
    expected: 'allowed',
  },
  {
    rule: 'anonymous, granted to an account',
    source: 'UG reference_policies_elements_principal',
    principal: 'anonymous',
    policies: { identity: [allows], resource: grantTo({ AWS: account }) },
    expected: 'implicitDeny by resource',
  },
  {
    rule: 'a service, named',
    source: 'UG reference_policies_elements_principal',
    principal: 'lambda.amazonaws.com',
    policies: { resource: grantTo({ Service: 'lambda.amazonaws.com' }) },
    expected: 'allowed',
  },
  {
    rule: 'a service, not named',
    source: 'UG reference_policies_elements_principal',
    principal: 'lambda.amazonaws.com',
    policies: { resource: grantTo({ AWS: '*' }) },
    expected: 'implicitDeny by resource',
  },
]);

const uncontrolled = {
  policies: { identity: [policy('identity', { Effect: 'Deny', Action: '*', Resource: '*' })] },
};

rows('Calls that no policy controls', [
  {
    rule: 'GetCallerIdentity',
    source: 'STS API_GetCallerIdentity',
    request: { action: 'sts:GetCallerIdentity' },
    ...uncontrolled,
    expected: 'allowed',
  },
  {
    rule: 'GetSessionToken',
    source: 'UG id_credentials_temp_control-access_getsessiontoken',
    principal: user,
    request: { action: 'sts:GetSessionToken' },
    ...uncontrolled,
    expected: 'allowed',
  },
]);
