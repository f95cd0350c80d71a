// What an organization lays on a pull: decided where it was seen, and never guessed where it was not.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { absent, type Fact, known, unseen } from './fact.ts';
import { prove } from './prove.ts';
import { codes, document, healthy, pod, role } from './testing/across-accounts.ts';
import type { AccountFacts, PolicyLevelFacts, World } from './world.ts';

const [caller, owner] = ['111122223333', '444455556666'];
const all = document({ Effect: 'Allow', Action: '*', Resource: '*' });
const level = (target: string, ...documents: readonly string[]): PolicyLevelFacts => ({
  target,
  policies: documents.map((text, at) => ({
    id: `p-${target}-${at}`,
    name: `p${at}`,
    document: text,
  })),
});
const member: AccountFacts = {
  organization: 'o-1',
  managementAccount: '999988887777',
  path: known('o-1/r-1/ou-1/'),
  scps: absent,
  rcps: absent,
};
const deny = (more: object = {}) =>
  document({ Sid: 'No', Effect: 'Deny', Action: 'ecr:*', Resource: '*', ...more });

function under(account: string, facts: Fact<AccountFacts>): World {
  return { ...healthy, accounts: { ...healthy.accounts, [account]: facts } };
}
const underScps = (...scps: readonly PolicyLevelFacts[]) =>
  prove(pod, under(caller, known({ ...member, scps: known(scps) })));
const underRcps = (...rcps: readonly PolicyLevelFacts[]) =>
  prove(pod, under(owner, known({ ...member, rcps: known(rcps) })));

describe('service control policies', () => {
  it('let a pull through that every level allows', () => {
    assert.equal(
      underScps(level('r-1', all), level('ou-1', all), level(caller, all)).verdict,
      'holds',
    );
  });

  it('that deny are the cause, with the statement, its place, and a fix that exempts this role alone', () => {
    const proof = underScps(level('r-1', all), level('ou-1', all, deny()), level(caller, all));
    const [cause] = proof.causes;
    assert.deepEqual([proof.verdict, codes(proof)], ['broken', ['HW0710']]);
    assert.equal(
      cause?.deciding.text,
      '"No" of service control policy p1 (p-ou-1-1) at ou-1 denies it',
    );
    assert.match(
      cause?.deciding.message ?? '',
      /with an explicit deny in a service control policy/,
    );
    assert.equal(cause?.fix.account, member.managementAccount);
    assert.match(cause?.fix.patch ?? '', /^aws organizations update-policy --policy-id p-ou-1-1 /);
    const [change] = cause?.fix.changes ?? [];
    assert.ok(change?.kind === 'update-organization-policy');
    const mended = JSON.stringify(change.document);
    assert.equal(
      underScps(level('r-1', all), level('ou-1', all, mended), level(caller, all)).verdict,
      'holds',
    );
    assert.match(
      mended,
      /"Effect":"Deny".*"ArnNotEquals":\{"aws:PrincipalArn":"arn:aws:iam::111122223333:role\/node"\}/,
    );
  });

  it('that leave the pull out of an allow list are extended by it, at the level that is silent', () => {
    const s3 = document({ Effect: 'Allow', Action: 's3:*', Resource: '*' });
    const proof = underScps(level('r-1', all), level('ou-1', s3), level(caller, all));
    assert.deepEqual(codes(proof), ['HW0710']);
    assert.match(proof.causes[0]?.deciding.text ?? '', /attached to ou-1 allows node to pull/);
    const [change] = proof.causes[0]?.fix.changes ?? [];
    assert.ok(change?.kind === 'update-organization-policy' && change.policyId === 'p-ou-1-0');
    const mended = level('ou-1', JSON.stringify(change.document));
    assert.equal(underScps(level('r-1', all), mended, level(caller, all)).verdict, 'holds');
  });

  it('that were not seen leave the pull unseen, with what would show them', () => {
    const scps = unseen(
      'service control policies over account 1',
      'organizations:ListParents in …',
    );
    const proof = prove(pod, under(caller, known({ ...member, scps })));
    assert.deepEqual([proof.verdict, codes(proof)], ['unseen', []]);
    assert.ok(
      proof.needs.some(({ permission }) => permission === 'organizations:ListParents in …'),
    );
  });

  it('of the management account are none', () => {
    assert.equal(prove(pod, under(caller, known(member))).verdict, 'holds');
  });
});

describe('resource control policies', () => {
  const outsiders = deny({
    Principal: '*',
    Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' } },
  });

  it("of the registry's organization keep out who is in no organization", () => {
    const proof = underRcps(level('r-1', outsiders));
    assert.deepEqual([proof.verdict, codes(proof)], ['broken', ['HW0711']]);
    const [change] = proof.causes[0]?.fix.changes ?? [];
    assert.ok(change?.kind === 'update-organization-policy');
    assert.equal(change.policyType, 'RESOURCE_CONTROL_POLICY');
    assert.equal(underRcps(level('r-1', JSON.stringify(change.document))).verdict, 'holds');
  });

  it('let in who is of that organization, and leave open who may be', () => {
    const rcps = known([level('r-1', outsiders)]);
    const both = (accounts: World['accounts']) =>
      prove(pod, { ...healthy, accounts: { [owner]: known({ ...member, rcps }), ...accounts } });
    assert.equal(both({ [caller]: known(member) }).verdict, 'holds');
    const open = both({ [caller]: unseen('organization of account 1', 'organizations:…') });
    assert.deepEqual([open.verdict, codes(open)], ['unseen', ['HW0711']]);
    assert.ok((open.causes[0]?.confidence ?? 1) < 1);
  });

  it('do not bear on the token of a caller of another account', () => {
    const proof = underRcps(
      level('r-1', deny({ Principal: '*', Action: 'ecr:GetAuthorizationToken' })),
    );
    assert.equal(proof.verdict, 'holds');
  });

  it("over the caller's own account bear on its token", () => {
    const rcps = known([
      level('r-1', deny({ Principal: '*', Action: 'ecr:GetAuthorizationToken' })),
    ]);
    const proof = prove(pod, under(caller, known({ ...member, rcps })));
    assert.deepEqual([proof.verdict, codes(proof)], ['broken', ['HW0711']]);
    assert.match(proof.causes[0]?.deciding.text ?? '', /p-r-1-0\) at r-1/);
    const pull = known([level('r-1', deny({ Principal: '*', Action: 'ecr:BatchGetImage' }))]);
    assert.equal(prove(pod, under(caller, known({ ...member, rcps: pull }))).verdict, 'holds');
  });
});

describe('the keys of an organization', () => {
  const repositoryPolicy = (Condition: object): World['repositories'] => {
    const share = { Effect: 'Allow', Principal: '*', Action: 'ecr:*', Condition };
    return Object.fromEntries(
      Object.keys(healthy.repositories).map((key) => [
        key,
        known({
          policy: known(document(share)),
          tags: known({}),
          imageTags: known(['v1']),
          encryption: { type: 'AES256' as const },
        }),
      ]),
    );
  };
  const proofOf = (Condition: object, facts: Fact<AccountFacts>) =>
    prove(pod, { ...under(caller, facts), repositories: repositoryPolicy(Condition) });
  const ofOrganization = { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } };
  const ofUnit = { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-1/r-1/ou-1/*' } };

  it('are known of a member, by id and by path', () => {
    assert.equal(proofOf(ofOrganization, known(member)).verdict, 'holds');
    assert.equal(proofOf(ofUnit, known(member)).verdict, 'holds');
  });

  it('say why a policy does not let in an account of another organization, or of none', () => {
    for (const facts of [absent, known({ ...member, organization: 'o-2' })]) {
      const proof = proofOf(ofOrganization, facts);
      assert.deepEqual(codes(proof), ['HW1307']);
      assert.match(
        proof.causes[0]?.deciding.text ?? '',
        /where StringEquals aws:PrincipalOrgID o-1/,
      );
      assert.ok(proof.causes[0]?.fix.patch?.includes(role));
    }
  });

  it('leave a pull unseen where the path was not seen, and the policy asks for it', () => {
    const path = unseen('place of account 1 in its organization', 'organizations:ListParents');
    assert.equal(proofOf(ofUnit, known({ ...member, path })).verdict, 'unseen');
    assert.equal(proofOf(ofOrganization, known({ ...member, path })).verdict, 'holds');
  });
});
