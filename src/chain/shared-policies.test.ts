// A policy that others may have as well is changed for all of them, which the fix says.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { known } from './fact.ts';
import { prove } from './prove.ts';
import { account, allow, pull, role, text, world } from './testing/one-account.ts';
import type { NamedPolicy, RoleFacts } from './world.ts';

const named = (name: string, ...statements: readonly object[]): NamedPolicy => ({
  name: `arn:aws:iam::${account}:policy/${name}`,
  document: text(...statements),
});
const deny = { Effect: 'Deny', Action: 'ecr:*', Resource: '*' };

function fixFor(change: Partial<RoleFacts>) {
  const base = world();
  const own = base.roles[role];
  assert.ok(own?.state === 'known');
  const proof = prove(pull, { ...base, roles: { [role]: known({ ...own.value, ...change }) } });
  const [cause] = proof.causes;
  return { code: cause?.code, risk: cause?.fix.risk ?? '', patch: cause?.fix.patch ?? '' };
}

describe('A fix that writes a new version of a policy', () => {
  for (const [what, boundary] of [
    ['that allows too little', named('limit', { ...allow, Action: 's3:*' })],
    ['that denies', named('limit', allow, deny)],
  ] as const) {
    it(`says whom else the permissions boundary limits, ${what}`, () => {
      const { code, risk, patch } = fixFor({ boundary });
      assert.equal(code, 'HW0709');
      assert.match(patch, /^aws iam create-policy-version --policy-arn \S+policy\/limit /);
      assert.match(risk, /limits every role and user that has it as its permissions boundary/);
      assert.match(risk, /five versions at most/);
    });
  }

  it('says that others may have the policy attached', () => {
    const policies = [{ name: 'own', document: text(allow) }, named('guard', deny)];
    const { code, risk, patch } = fixFor({ policies });
    assert.equal(code, 'HW0708');
    assert.match(patch, /^aws iam create-policy-version /);
    assert.match(risk, /"?statement 1"? may be there on purpose/);
    assert.match(risk, /may be attached to other roles, users and groups/);
    assert.match(risk, /five versions at most/);
  });

  it("says nothing of the kind of an inline policy, which is the role's alone", () => {
    const { risk } = fixFor({ policies: [{ name: 'own', document: text(allow, deny) }] });
    assert.doesNotMatch(risk, /attached|versions/);
  });
});
