// Each row names where the rule is written: UG = IAM User Guide page, ECR = Amazon ECR User Guide,
// ORG = Organizations User Guide, STS = STS API reference.
import { account, allowAll, allows, policy, role, rows, session, user } from '../testing/decide.ts';

const notBut = (...listed: string[]) =>
  policy('resource', { Effect: 'Deny', NotPrincipal: { AWS: listed }, Action: '*' });
const notPrincipal = 'UG reference_policies_elements_notprincipal';

rows('NotPrincipal with Deny', [
  {
    rule: 'spares a session listed with its role and account',
    source: notPrincipal,
    policies: { identity: [allows], resource: notBut(session, role, account) },
    expected: 'allowed',
  },
  {
    rule: 'hits a session whose role is not listed',
    source: notPrincipal,
    policies: { identity: [allows], resource: notBut(session, account) },
    expected: 'explicitDeny by resource',
  },
  {
    rule: 'hits a user whose account is not listed',
    source: notPrincipal,
    principal: user,
    policies: { identity: [allows], resource: notBut(user) },
    expected: 'explicitDeny by resource',
  },
  {
    rule: 'spares a user listed with its account',
    source: notPrincipal,
    principal: user,
    policies: { identity: [allows], resource: notBut(user, `arn:aws:iam::${account}:root`) },
    expected: 'allowed',
  },
  {
    rule: 'hits everyone with a boundary',
    source: notPrincipal,
    policies: {
      identity: [allows],
      boundary: [policy('boundary', allowAll)],
      resource: notBut(session, role, account),
    },
    expected: 'explicitDeny by resource',
  },
]);
