import {
  account,
  allows,
  evaluationLogic,
  federated,
  grantTo,
  role,
  rows,
  session,
  silent,
  silentBoundary,
  silentSession,
  user,
} from '../testing/decide.ts';

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
