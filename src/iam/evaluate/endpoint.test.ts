// Each row names where the rule is written: UG = IAM User Guide page, ECR = Amazon ECR User Guide,
// ORG = Organizations User Guide, STS = STS API reference.
import {
  allowAll,
  allows,
  endpoint,
  grantTo,
  other,
  policy,
  role,
  rows,
} from '../testing/decide.ts';

const endpoints = 'VPC User Guide vpc-endpoints-access';

rows('VPC endpoint policies', [
  {
    rule: 'must allow',
    source: endpoints,
    policies: {
      identity: [allows],
      vpce: [policy('vpce', { ...allowAll, Action: 's3:*', Principal: '*' })],
    },
    expected: 'implicitDeny by vpce',
  },
  {
    rule: 'never grant',
    source: endpoints,
    policies: { vpce: endpoint('*') },
    expected: 'implicitDeny by identity',
  },
  {
    rule: 'let through whom they name',
    source: endpoints,
    policies: { identity: [allows], vpce: endpoint({ AWS: role }) },
    expected: 'allowed',
  },
  {
    rule: 'stop other roles',
    source: endpoints,
    policies: { identity: [allows], vpce: endpoint({ AWS: `${role}2` }) },
    expected: 'implicitDeny by vpce',
  },
  {
    rule: 'stop other accounts',
    source: endpoints,
    policies: { identity: [allows], vpce: endpoint({ AWS: other }) },
    expected: 'implicitDeny by vpce',
  },
  {
    rule: 'limit what a resource policy grants',
    source: endpoints,
    policies: { resource: grantTo('*'), vpce: endpoint({ AWS: other }) },
    expected: 'implicitDeny by vpce',
  },
]);
