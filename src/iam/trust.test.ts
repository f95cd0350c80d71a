// Role trust policies. Sources: UG = IAM User Guide, EKS = Amazon EKS User Guide, STS = API reference.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compilePolicy } from './compile.ts';
import type { ContextValues } from './condition/context.ts';
import type { AppliedPolicies } from './evaluate/types.ts';
import { evaluateTrust, type TrustRequest } from './trust.ts';

const roleArn = 'arn:aws:iam::111122223333:role/Pull';
const user = 'arn:aws:iam::111122223333:user/ann';
const stranger = 'arn:aws:iam::444455556666:role/ci';

const trust = (Principal: unknown, more: object = {}) =>
  compilePolicy(
    {
      Version: '2012-10-17',
      Statement: { Sid: 'T', Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more },
    },
    'trust',
  );
const mayAssume: AppliedPolicies = {
  identity: [
    compilePolicy(
      {
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: roleArn },
      },
      'identity',
    ),
  ],
};
const asks = (value: string, more: Partial<TrustRequest> = {}): TrustRequest => ({
  principal: { type: 'AWS', value },
  action: 'sts:AssumeRole',
  roleArn,
  context: {},
  ...more,
});

describe('Assuming a role as an AWS principal (UG reference_policies_evaluation-logic)', () => {
  it('in the same account needs the trust policy, not only an identity policy', () => {
    const decision = evaluateTrust(asks(user), trust({ AWS: stranger }), mayAssume);
    assert.equal(decision.decision, 'implicitDeny');
    assert.equal(decision.deniedBy, 'trust');
    assert.equal(
      decision.message,
      `User: ${user} is not authorized to perform: sts:AssumeRole on resource: ${roleArn} because no role trust policy allows the sts:AssumeRole action`,
    );
  });

  it('is granted by a trust policy that names the caller', () => {
    assert.deepEqual(evaluateTrust(asks(user), trust({ AWS: user })).deciding, [
      { policyType: 'trust', index: 0, statement: 0, sid: 'T' },
    ]);
  });

  it('is left to identity policies by a trust policy that names the account', () => {
    const account = trust({ AWS: '111122223333' });
    assert.equal(evaluateTrust(asks(user), account).deniedBy, 'identity');
    assert.equal(evaluateTrust(asks(user), account, mayAssume).decision, 'allowed');
  });

  it('across accounts needs both sides', () => {
    const named = trust({ AWS: stranger });
    assert.equal(evaluateTrust(asks(stranger), named).deniedBy, 'identity');
    assert.equal(evaluateTrust(asks(stranger), trust({ AWS: user }), mayAssume).deniedBy, 'trust');
    assert.equal(evaluateTrust(asks(stranger), named, mayAssume).decision, 'allowed');
  });

  it('may depend on an external id', () => {
    const guarded = trust(
      { AWS: stranger },
      { Condition: { StringEquals: { 'sts:ExternalId': 'x' } } },
    );
    assert.deepEqual(evaluateTrust(asks(stranger), guarded, mayAssume).missingContext, [
      'sts:ExternalId',
    ]);
    const given = asks(stranger, { context: { 'sts:ExternalId': 'x' } });
    assert.equal(evaluateTrust(given, guarded, mayAssume).decision, 'allowed');
  });

  it('is denied by a Deny, in words for the role trust policy', () => {
    const denied = trust({ AWS: user }, { Effect: 'Deny' });
    assert.match(
      evaluateTrust(asks(user), denied, mayAssume).message ?? '',
      /with an explicit deny in the role trust policy$/,
    );
  });
});

describe('Assuming a role with a web identity', () => {
  const issuer = 'oidc.eks.us-east-1.amazonaws.com/id/ABC';
  const provider = `arn:aws:iam::111122223333:oidc-provider/${issuer}`;
  const action = 'sts:AssumeRoleWithWebIdentity';
  const web = (context: ContextValues, value = provider) =>
    asks(value, { principal: { type: 'Federated', value }, action, context });
  const irsa = trust(
    { Federated: provider },
    {
      Action: action,
      Condition: {
        StringEquals: {
          [`${issuer}:aud`]: 'sts.amazonaws.com',
          [`${issuer}:sub`]: 'system:serviceaccount:shop:web',
        },
      },
    },
  );
  const claims = {
    [`${issuer}:aud`]: 'sts.amazonaws.com',
    [`${issuer}:sub`]: 'system:serviceaccount:shop:web',
  };

  it('is granted to the service account in the condition (EKS associate-service-account-role)', () => {
    assert.equal(evaluateTrust(web(claims), irsa).decision, 'allowed');
  });

  it('is refused to another service account and another cluster, in STS words', () => {
    const other = { ...claims, [`${issuer}:sub`]: 'system:serviceaccount:shop:db' };
    for (const request of [web(other), web(claims, `${provider}D`)]) {
      const decision = evaluateTrust(request, irsa);
      assert.equal(decision.decision, 'implicitDeny');
      assert.equal(decision.message, 'Not authorized to perform sts:AssumeRoleWithWebIdentity');
    }
  });

  it('is not granted by sts:AssumeRole alone', () => {
    assert.equal(
      evaluateTrust(web(claims), trust({ Federated: provider })).decision,
      'implicitDeny',
    );
  });

  const github = 'token.actions.githubusercontent.com';
  const githubProvider = `arn:aws:iam::111122223333:oidc-provider/${github}`;
  const forSubject = (operator: string, sub: string | undefined) =>
    trust(
      { Federated: githubProvider },
      {
        Action: action,
        Condition: {
          StringEquals: { [`${github}:aud`]: 'sts.amazonaws.com' },
          ...(sub && { [operator]: { [`${github}:sub`]: sub } }),
        },
      },
    );
  const token = (sub: string) =>
    web({ [`${github}:aud`]: 'sts.amazonaws.com', [`${github}:sub`]: sub }, githubProvider);

  it("knows GitHub's subjects by name and with ids (GitHub, OpenID Connect reference)", () => {
    const old = 'repo:octo/app:ref:refs/heads/main';
    const immutable = 'repo:octo@1/app@2:ref:refs/heads/main';
    assert.equal(evaluateTrust(token(old), forSubject('StringEquals', old)).decision, 'allowed');
    assert.equal(
      evaluateTrust(token(immutable), forSubject('StringEquals', old)).decision,
      'implicitDeny',
    );
    assert.equal(
      evaluateTrust(token(immutable), forSubject('StringLike', 'repo:octo@1/app@2:*')).decision,
      'allowed',
    );
  });

  it('refuses a shared issuer whose tenant the policy does not check (UG, shared OIDC providers)', () => {
    const sub = 'repo:octo/app:ref:refs/heads/main';
    for (const policy of [forSubject('', undefined), forSubject('StringLike', '*')]) {
      assert.equal(evaluateTrust(token(sub), policy).decision, 'implicitDeny');
    }
  });
});

describe('Pod Identity (EKS pod-id-role)', () => {
  const pods = trust(
    { Service: 'pods.eks.amazonaws.com' },
    { Action: ['sts:AssumeRole', 'sts:TagSession'] },
  );
  const service = { type: 'Service', value: 'pods.eks.amazonaws.com' } as const;

  it('needs AssumeRole and TagSession', () => {
    for (const action of ['sts:AssumeRole', 'sts:TagSession']) {
      assert.equal(
        evaluateTrust(asks('', { principal: service, action }), pods).decision,
        'allowed',
      );
    }
    const untagged = trust({ Service: 'pods.eks.amazonaws.com' });
    const request = asks('', { principal: service, action: 'sts:TagSession' });
    assert.equal(evaluateTrust(request, untagged).decision, 'implicitDeny');
  });
});
