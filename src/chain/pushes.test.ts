// Whether a build may push: the exchange of its token for a role, and the role's right to every call of a push.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { absent, known, unseen } from './fact.ts';
import type { Proof } from './proof.ts';
import { prove } from './prove.ts';
import type { IdentityToken, Pull } from './pull.ts';
import { healthy, image, role } from './testing/across-accounts.ts';
import type { RoleFacts, World } from './world.ts';

const issuer = 'token.actions.githubusercontent.com';
const provider = `arn:aws:iam::111122223333:oidc-provider/${issuer}`;
const token: IdentityToken = {
  issuer,
  audience: 'sts.amazonaws.com',
  subject: 'repo:my-org/my-app:ref:refs/heads/main',
  claims: { repository: 'my-org/my-app', ref: 'refs/heads/main' },
};
const push: Pull = { kind: 'push', role, image, token };
const policy = (...Statement: readonly object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement });
const trusting = (Condition: object, Federated = provider) =>
  policy({
    Effect: 'Allow',
    Principal: { Federated },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition,
  });
const right = {
  StringEquals: { [`${issuer}:aud`]: token.audience, [`${issuer}:sub`]: token.subject },
};
const all = policy({ Effect: 'Allow', Action: 'ecr:*', Resource: '*' });
const crossAccount = policy({ Effect: 'Allow', Principal: { AWS: role }, Action: 'ecr:*' });

function worldOf(trust: string, more: Partial<RoleFacts> = {}): World {
  const facts: RoleFacts = {
    arn: role,
    trust,
    tags: {},
    policies: [{ name: 'push', document: all }],
    ...more,
  };
  const [[key, repository] = ['', absent]] = Object.entries(healthy.repositories);
  assert.ok(repository.state === 'known');
  return {
    ...healthy,
    roles: { [role]: known(facts) },
    repositories: { [key]: known({ ...repository.value, policy: known(crossAccount) }) },
    identityProviders: { [provider]: known({ clientIds: [token.audience] }) },
  };
}

const codes = ({ causes }: Proof) => causes.map(({ code }) => code);

describe('A push', () => {
  it('holds where the token is taken and every call is allowed; its links are its own', () => {
    const proof = prove(push, worldOf(trusting(right)));
    assert.deepEqual([proof.verdict, codes(proof)], ['holds', []], JSON.stringify(proof));
    assert.deepEqual(
      proof.links.map(({ link }) => link),
      ['image-reference', 'repository', 'ci-push'],
    );
  });

  it('is HW2302 where the trust policy asks for another subject; the fix trusts this one too', () => {
    const other = { StringLike: { [`${issuer}:sub`]: 'repo:my-org/my-app:environment:*' } };
    const proof = prove(push, worldOf(trusting(other)));
    assert.deepEqual([proof.verdict, codes(proof)], ['broken', ['HW2302']]);
    const [change] = proof.causes[0]?.fix.changes ?? [];
    assert.ok(change?.kind === 'set-trust-policy');
    assert.equal(prove(push, worldOf(JSON.stringify(change.document))).verdict, 'holds');
  });

  it('is HW2302 where the role trusts no token of the issuer at all', () => {
    const elsewhere = trusting(right, 'arn:aws:iam::111122223333:oidc-provider/gitlab.com');
    assert.deepEqual(codes(prove(push, worldOf(elsewhere))), ['HW2302']);
  });

  it('is HW2303 where the policy or the provider takes another audience', () => {
    const other = { StringEquals: { ...right.StringEquals, [`${issuer}:aud`]: 'x' } };
    assert.deepEqual(codes(prove(push, worldOf(trusting(other)))), ['HW2303']);
    const world = worldOf(trusting(right));
    const identityProviders = { [provider]: known({ clientIds: ['x'] }) };
    const proof = prove(push, { ...world, identityProviders });
    assert.deepEqual(codes(proof), ['HW2303']);
    assert.equal(proof.causes[0]?.deciding.message, 'Incorrect token audience');
  });

  it('is HW2304 without a provider, and unseen where that was not seen', () => {
    const world = worldOf(trusting(right));
    const none = prove(push, { ...world, identityProviders: { [provider]: absent } });
    assert.deepEqual(codes(none), ['HW2304']);
    const hidden = unseen('provider', 'iam:GetOpenIDConnectProvider');
    const open = prove(push, { ...world, identityProviders: { [provider]: hidden } });
    assert.deepEqual([open.verdict, codes(open)], ['unseen', []]);
    assert.equal(open.needs[0]?.permission, 'iam:GetOpenIDConnectProvider');
  });

  it('is unseen where the policy asks for a claim that depends on the run', () => {
    const guarded = { StringEquals: { ...right.StringEquals, [`${issuer}:actor`]: 'me' } };
    const proof = prove(push, worldOf(trusting(guarded)));
    assert.deepEqual([proof.verdict, codes(proof)], ['unseen', []]);
    assert.match(JSON.stringify(proof.needs), /:actor of the request/);
  });

  for (const lacking of ['ecr:InitiateLayerUpload', 'ecr:PutImage', 'ecr:GetAuthorizationToken']) {
    it(`is HW2305 without ${lacking}, with or without a token; the fix grants no more`, () => {
      const document = policy({ Effect: 'Allow', NotAction: lacking, Resource: '*' });
      const world = worldOf(trusting(right), { policies: [{ name: 'push', document }] });
      const proof = prove({ kind: 'push', role, image }, world);
      assert.deepEqual(codes(proof), ['HW2305']);
      assert.deepEqual(codes(prove(push, world)), ['HW2305']);
      const [change] = proof.causes[0]?.fix.changes ?? [];
      assert.ok(change?.kind === 'put-role-policy');
      const granted = (
        change.document as unknown as { Statement: readonly { Action: string[] }[] }
      ).Statement.flatMap(({ Action }) => Action);
      assert.deepEqual(granted, [lacking]);
    });
  }

  it('is HW2305 where the repository of another account lets the role pull only', () => {
    const world = worldOf(trusting(right));
    const proof = prove(push, { ...world, repositories: healthy.repositories });
    assert.deepEqual(codes(proof), ['HW2305']);
    assert.equal(proof.causes[0]?.fix.changes?.[0]?.kind, 'set-repository-policy');
  });

  it('tells of the trust and of the rights where both are wrong', () => {
    const other = { StringEquals: { [`${issuer}:sub`]: 'repo:x/y:pull_request' } };
    const world = worldOf(trusting(other), { policies: [] });
    assert.deepEqual(codes(prove(push, world)), ['HW2302', 'HW2305']);
  });
});
