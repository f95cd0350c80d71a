// Each row names where the rule is written: UG = IAM User Guide page, ECR = Amazon ECR User Guide,
// ORG = Organizations User Guide, STS = STS API reference.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compilePolicy } from '../compile.ts';
import type { PolicyKind } from '../document/model.ts';
import { evaluate } from './evaluate.ts';
import type { AccessRequest, AppliedPolicies } from './types.ts';

const account = '111122223333';
const other = '444455556666';
const repository = `arn:aws:ecr:us-east-1:${account}:repository/app`;
const role = `arn:aws:iam::${account}:role/Node`;
const session = `arn:aws:sts::${account}:assumed-role/Node/i-0abc`;
const user = `arn:aws:iam::${account}:user/ops/alice`;
const federated = `arn:aws:sts::${account}:federated-user/alice`;

const policy = (kind: PolicyKind, ...statements: object[]) =>
  compilePolicy({ Version: '2012-10-17', Statement: statements }, kind);
const allowAll = { Effect: 'Allow', Action: '*', Resource: '*' };
const allowPull = { Sid: 'Pull', Effect: 'Allow', Action: 'ecr:BatchGetImage', Resource: '*' };
const denyPull = { Sid: 'NoPull', Effect: 'Deny', Action: 'ecr:BatchGetImage', Resource: '*' };
const grantTo = (Principal: unknown) =>
  policy('resource', { Sid: 'Grant', Effect: 'Allow', Action: 'ecr:BatchGetImage', Principal });

const allows = policy('identity', allowPull);
const silent = policy('identity', { Effect: 'Allow', Action: 's3:*', Resource: '*' });
const silentBoundary = [policy('boundary', { Effect: 'Allow', Action: 's3:*', Resource: '*' })];
const silentSession = policy('session', { Effect: 'Allow', Action: 's3:*', Resource: '*' });

interface Row {
  readonly rule: string;
  readonly source: string;
  readonly principal?: string;
  readonly request?: Partial<AccessRequest>;
  readonly policies: Partial<AppliedPolicies>;
  readonly expected: string;
}

function decide({ principal = session, request, policies }: Row) {
  const asked: AccessRequest = {
    principal,
    action: 'ecr:BatchGetImage',
    resource: { resource: repository, accountId: account },
    context: {},
    ...request,
  };
  return evaluate(asked, { identity: [], ...policies });
}

/** `allowed`, `explicitDeny by scp`, `implicitDeny by identity`. */
function verdict(row: Row): string {
  const { decision, deniedBy } = decide(row);
  return deniedBy === undefined ? decision : `${decision} by ${deniedBy}`;
}

function rows(name: string, table: readonly Row[]): void {
  describe(name, () => {
    for (const row of table) {
      it(`${row.rule} (${row.source})`, () => assert.equal(verdict(row), row.expected));
    }
  });
}

const evaluationLogic = 'UG reference_policies_evaluation-logic';

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

const limits = { identity: [silent], boundary: silentBoundary, session: silentSession };
const table = `${evaluationLogic}, table of principal forms`;

rows('A resource policy of the same account that names', [
  {
    rule: 'the user',
    source: table,
    principal: user,
    policies: { ...limits, session: undefined, resource: grantTo({ AWS: user }) },
    expected: 'allowed',
  },
  {
    rule: 'the user behind a federated session is limited by boundary',
    source: table,
    principal: federated,
    policies: { boundary: silentBoundary, resource: grantTo({ AWS: user }) },
    expected: 'implicitDeny by boundary',
  },
  {
    rule: 'the user behind a federated session is limited by session policy',
    source: table,
    principal: federated,
    policies: { session: silentSession, resource: grantTo({ AWS: user }) },
    expected: 'implicitDeny by session',
  },
  {
    rule: 'the federated session',
    source: table,
    principal: federated,
    policies: { ...limits, resource: grantTo({ AWS: federated }) },
    expected: 'allowed',
  },
  {
    rule: 'the role needs no identity policy',
    source: table,
    policies: { resource: grantTo({ AWS: role }) },
    expected: 'allowed',
  },
  {
    rule: 'the role by a path needs no identity policy',
    source: table,
    policies: { resource: grantTo({ AWS: `arn:aws:iam::${account}:role/eks/Node` }) },
    expected: 'allowed',
  },
  {
    rule: 'the role is limited by boundary',
    source: table,
    policies: { boundary: silentBoundary, resource: grantTo({ AWS: role }) },
    expected: 'implicitDeny by boundary',
  },
  {
    rule: 'the role is limited by session policy',
    source: table,
    policies: { session: silentSession, resource: grantTo({ AWS: role }) },
    expected: 'implicitDeny by session',
  },
  {
    rule: 'the role session is limited by nothing',
    source: table,
    policies: { ...limits, resource: grantTo({ AWS: session }) },
    expected: 'allowed',
  },
  {
    rule: 'everyone ("*") is limited by nothing',
    source: table,
    policies: { ...limits, resource: grantTo('*') },
    expected: 'allowed',
  },
  {
    rule: 'everyone ({"AWS":"*"}) is limited by nothing',
    source: table,
    policies: { ...limits, resource: grantTo({ AWS: '*' }) },
    expected: 'allowed',
  },
  {
    rule: 'the account leaves it to identity policies',
    source: table,
    policies: { resource: grantTo({ AWS: account }) },
    expected: 'implicitDeny by identity',
  },
  {
    rule: 'the account, with an identity policy',
    source: table,
    policies: { identity: [allows], resource: grantTo({ AWS: `arn:aws:iam::${account}:root` }) },
    expected: 'allowed',
  },
  {
    rule: 'another session of the role',
    source: 'UG reference_policies_elements_principal',
    policies: { resource: grantTo({ AWS: `${session}x` }) },
    expected: 'implicitDeny by identity',
  },
]);

const crossAccount = { principal: `arn:aws:sts::${other}:assumed-role/Node/i-0abc` };
const otherRole = `arn:aws:iam::${other}:role/Node`;
const crossLogic = 'UG reference_policies_evaluation-logic-cross-account';

rows('A principal of no valid form names nobody', [
  {
    rule: 'a wildcard within an ARN',
    source: 'UG reference_policies_elements_principal',
    policies: { resource: grantTo({ AWS: `arn:aws:iam::${account}:role/*` }) },
    expected: 'implicitDeny by identity',
  },
  {
    rule: 'a wildcard for all sessions',
    source: 'UG reference_policies_elements_principal',
    policies: { resource: grantTo({ AWS: `arn:aws:sts::${account}:assumed-role/Node/*` }) },
    expected: 'implicitDeny by identity',
  },
  {
    rule: 'a group',
    source: 'UG reference_policies_elements_principal',
    principal: user,
    policies: { resource: grantTo({ AWS: `arn:aws:iam::${account}:group/ops` }) },
    expected: 'implicitDeny by identity',
  },
]);

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

const full = policy('scp', { Effect: 'Allow', Action: '*', Resource: '*' });
const onlyS3 = policy('scp', { Effect: 'Allow', Action: 's3:*', Resource: '*' });
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

const endpoint = (Principal: unknown) => [policy('vpce', { ...allowAll, Principal })];
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

describe('A decision explains itself', () => {
  it('names the statement that denied: policy, statement, Sid, line and column', () => {
    const text = `{\n  "Version": "2012-10-17",\n  "Statement": [\n    { "Sid": "NoPull", "Effect": "Deny", "Action": "ecr:*", "Resource": "*" }\n  ]\n}`;
    const decision = decide({
      rule: '',
      source: '',
      policies: { identity: [allows, compilePolicy(text, 'identity')] },
      expected: '',
    });
    assert.deepEqual(decision.deciding, [
      { policyType: 'identity', index: 1, statement: 0, sid: 'NoPull', line: 4, column: 5 },
    ]);
  });

  it('lists the context keys that were asked for in vain', () => {
    const conditions = {
      StringEquals: {
        'aws:PrincipalTag/team': '${aws:RequestTag/team}',
        'ecr:ResourceTag/team': 'a',
      },
    };
    const { missingContext } = decide({
      rule: '',
      source: '',
      policies: { identity: [policy('identity', { ...allowPull, Condition: conditions })] },
      expected: '',
    });
    assert.deepEqual(missingContext, [
      'aws:PrincipalTag/team',
      'aws:RequestTag/team',
      'ecr:ResourceTag/team',
    ]);
  });

  it("gives AWS's text", () => {
    const messages = [
      { identity: [] },
      { identity: [policy('identity', denyPull)] },
      { identity: [allows], boundary: silentBoundary },
      { identity: [allows], scps: [{ target: 'r', policies: [onlyS3] }] },
      { identity: [allows], vpce: endpoint({ AWS: other }) },
    ].map((policies) => decide({ rule: '', source: '', policies, expected: '' }).message);
    const start = `User: ${session} is not authorized to perform: ecr:BatchGetImage on resource: ${repository}`;
    assert.deepEqual(messages, [
      `${start} because no identity-based policy allows the ecr:BatchGetImage action`,
      `${start} with an explicit deny in an identity-based policy`,
      `${start} because no permissions boundary allows the ecr:BatchGetImage action`,
      `${start} with an explicit deny in a service control policy`,
      `${start} because no VPC endpoint policy allows the ecr:BatchGetImage action`,
    ]);
  });
});
