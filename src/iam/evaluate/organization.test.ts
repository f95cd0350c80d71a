// Each row names where the rule is written: UG = IAM User Guide page, ECR = Amazon ECR User Guide,
// ORG = Organizations User Guide, STS = STS API reference.
import {
  account,
  allowAll,
  allows,
  crossAccount,
  denyPull,
  grantTo,
  onlyS3,
  policy,
  rows,
} from '../testing/decide.ts';

const full = policy('scp', { Effect: 'Allow', Action: '*', Resource: '*' });

const linked = `arn:aws:sts::${account}:assumed-role/AWSServiceRoleForAmazonEKS/x`;
const scpDeny = [{ target: 'r-root', policies: [full, policy('scp', denyPull)] }];
const rcpDeny = [{ target: 'r-root', policies: [policy('rcp', { ...denyPull, Principal: '*' })] }];
const scps = 'ORG orgs_manage_policies_scps_evaluation';
const rcps = 'ORG orgs_manage_policies_rcps';

rows('Organization policies', [
  {
    rule: 'every level must allow',
    source: scps,
    policies: {
      identity: [allows],
      scps: [
        { target: 'r-root', policies: [full] },
        { target: 'ou-1', policies: [onlyS3] },
      ],
    },
    expected: 'implicitDeny by scp',
  },
  {
    rule: 'within a level any policy may allow',
    source: scps,
    policies: { identity: [allows], scps: [{ target: 'r-root', policies: [onlyS3, full] }] },
    expected: 'allowed',
  },
  {
    rule: 'a level without policies allows nothing',
    source: scps,
    policies: { identity: [allows], scps: [{ target: 'r-root', policies: [] }] },
    expected: 'implicitDeny by scp',
  },
  {
    rule: 'an SCP limits what a resource policy grants',
    source: scps,
    policies: { resource: grantTo('*'), scps: [{ target: 'r-root', policies: [onlyS3] }] },
    expected: 'implicitDeny by scp',
  },
  {
    rule: 'an SCP limits the root user',
    source: scps,
    principal: `arn:aws:iam::${account}:root`,
    policies: { scps: scpDeny },
    expected: 'explicitDeny by scp',
  },
  {
    rule: 'an SCP does not reach service-linked roles',
    source: scps,
    principal: linked,
    policies: { identity: [allows], scps: scpDeny },
    expected: 'allowed',
  },
  {
    rule: 'an SCP never grants',
    source: scps,
    policies: { scps: [{ target: 'r-root', policies: [full] }] },
    expected: 'implicitDeny by identity',
  },
  {
    rule: 'an RCP denies',
    source: rcps,
    policies: { identity: [allows], rcps: rcpDeny },
    expected: 'explicitDeny by rcp',
  },
  {
    rule: 'an RCP reaches principals of other accounts',
    source: rcps,
    ...crossAccount,
    policies: { identity: [allows], resource: grantTo('*'), rcps: rcpDeny },
    expected: 'explicitDeny by rcp',
  },
  {
    rule: 'an RCP does not reach service-linked roles',
    source: rcps,
    principal: linked,
    policies: { identity: [allows], rcps: rcpDeny },
    expected: 'allowed',
  },
  {
    rule: 'an RCP does not reach services without RCP support',
    source: rcps,
    request: { action: 'ec2:RunInstances' },
    policies: {
      identity: [policy('identity', allowAll)],
      rcps: [
        {
          target: 'r-root',
          policies: [policy('rcp', { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' })],
        },
      ],
    },
    expected: 'allowed',
  },
  {
    rule: 'the allow-all RCP is implied',
    source: rcps,
    policies: { identity: [allows], rcps: [{ target: 'r-root', policies: [] }] },
    expected: 'allowed',
  },
]);
