// A repository policy is of one repository, and grants no token: what is done elsewhere, or there in vain, is named.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { known, unseen } from './fact.ts';
import { prove } from './prove.ts';
import {
  allow,
  codes,
  document,
  healthy,
  pod,
  pull,
  share,
  withRepositoryPolicy,
  withRole,
} from './testing/across-accounts.ts';
import type { World } from './world.ts';

const registry = '444455556666/us-east-1';
const withOthers = (others: Readonly<Record<string, string>>): World => ({
  ...withRepositoryPolicy(undefined),
  otherPolicies: { [registry]: known(others) },
});

describe('A repository without a policy', () => {
  it('is kept apart from one whose policy lets the role in', () => {
    const proof = prove(pod, withOthers({ 'team/old': document(share) }));
    assert.deepEqual(codes(proof), ['HW1310']);
    assert.match(proof.causes[0]?.deciding.text ?? '', /the policy of team\/old lets it pull/);
    assert.match(proof.causes[0]?.fix.patch ?? '', /set-repository-policy .*team\/app/);
  });

  it('is one of many where no other lets the role in, or none was seen', () => {
    const others = document({ ...share, Principal: { AWS: 'arn:aws:iam::999988887777:root' } });
    assert.deepEqual(codes(prove(pod, withOthers({ 'team/old': others }))), ['HW1301']);
    const hidden = { [registry]: unseen('policies', 'ecr:GetRepositoryPolicy') };
    const world = { ...withOthers({}), otherPolicies: hidden };
    assert.deepEqual(codes(prove(pod, world)), ['HW1301']);
    assert.deepEqual(codes(prove(pod, withRepositoryPolicy(undefined))), ['HW1301']);
  });

  it('never matters where the pull holds', () => {
    const world = { ...healthy, otherPolicies: { [registry]: known({ old: document(share) }) } };
    assert.equal(prove(pod, world).verdict, 'holds');
  });
});

describe('A repository policy that grants the token', () => {
  const granting = document({ ...share, Action: ['ecr:GetAuthorizationToken', ...pull] });
  const withPolicy = (policy: string, role: string): World => ({
    ...withRole(role),
    repositories: withRepositoryPolicy(policy).repositories,
  });
  const withoutToken = document({ ...allow, Action: pull });

  it('grants none: the role needs it in its own account', () => {
    const proof = prove(pod, withPolicy(granting, withoutToken));
    assert.deepEqual(codes(proof), ['HW1305']);
    assert.match(proof.causes[0]?.fix.patch ?? '', /attach-role-policy --role-name node/);
  });

  it('is no fault where the role has the grant', () => {
    assert.equal(prove(pod, withPolicy(granting, document(allow))).verdict, 'holds');
  });

  it('is another matter where the policy does not name the token', () => {
    assert.deepEqual(codes(prove(pod, withPolicy(document(share), withoutToken))), ['HW0701']);
  });
});
