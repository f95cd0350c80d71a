// The lines of `hawser iam prove`, `who-can` and `can`: one JSON object in, one out.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { answerCan, answerWhoCan } from './estate.ts';
import { proveLines } from './prove-lines.ts';

const principal = 'arn:aws:iam::111122223333:role/node';
const arn = 'arn:aws:ecr:us-east-1:111122223333:repository/app';
const doc = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const allow = { Sid: 'A', Effect: 'Allow', Action: 'ecr:*', Resource: '*' };

describe('A line of prove', () => {
  const pull = { principal, registryId: '111122223333', region: 'us-east-1', repository: 'app' };

  it('is answered for the whole pull, with the fix on request', () => {
    const { answer } = proveLines({ fix: true }).answer(JSON.stringify({ id: 2, request: pull }));
    const { message, fix, changes, ...rest } = answer;
    assert.match(String(message), /no identity-based policy allows/);
    assert.deepEqual(rest, {
      id: 2,
      pull: 'fails',
      firstFailingAction: 'ecr:GetAuthorizationToken',
      decision: 'implicitDeny',
      blame: { policyType: 'identity', sid: null },
    });
    assert.equal((fix as { kind: string }).kind, 'add');
    assert.deepEqual(
      (changes as { kind: string; roleName: string }[]).map(({ kind, roleName }) => [
        kind,
        roleName,
      ]),
      [['put-role-policy', 'node']],
    );
  });
});

describe('The changes of a fix', () => {
  const request = { principal, registryId: '444455556666', region: 'us-east-1', repository: 'app' };
  const there = { Sid: 'Push', Effect: 'Allow', Principal: '*', Action: 'ecr:PutImage' };
  const changesFor = (policies: object, more: object = {}) => {
    const line = JSON.stringify({ request: { ...request, ...more }, policies });
    const { changes } = proveLines({ fix: true }).answer(line).answer;
    return changes as {
      kind: string;
      reason: string;
      document?: { Statement: object[] };
      before?: object;
    }[];
  };
  const identity = [doc(allow)];

  for (const [form, resource] of [
    ['as an object in a list', [doc(there)]],
    ['as an object', doc(there)],
    ['as its text', JSON.stringify(doc(there))],
    ['with one statement that is no list', { ...doc(there), Statement: there }],
  ] as const) {
    it(`keep the repository's existing policy, given ${form}`, () => {
      const [change] = changesFor({ identity, resource });
      assert.equal(change?.kind, 'set-repository-policy');
      assert.deepEqual(change?.document?.Statement[0], there);
      assert.equal(change?.document?.Statement.length, 2);
      assert.deepEqual(change?.before, doc(there));
    });
  }

  it('are advice where no command can make them: a boundary, and a user', () => {
    const own = { ...request, registryId: '111122223333' };
    const [boundary, ...more] = changesFor(
      { identity, boundary: [doc({ ...allow, Action: 's3:*' })] },
      own,
    );
    assert.equal(boundary?.kind, 'advice');
    assert.match(
      boundary?.reason ?? '',
      /^add to the permissions boundary of the caller: \{"Effect":"Allow"/,
    );
    assert.ok(more.every(({ kind }) => kind === 'advice'));
    const user = changesFor({}, { ...own, principal: 'arn:aws:iam::111122223333:user/alice' });
    assert.match(user[0]?.reason ?? '', /^add to the policies of the caller: /);
  });
});

describe('Lines of who-can and can', () => {
  const repository = { registryId: '111122223333', region: 'us-east-1', repository: 'app' };
  const able = { principal, policies: { identity: [doc(allow)] } };

  it('who-can lists principals', () => {
    const principals = [able, { principal: `${principal}2` }];
    const { answer } = answerWhoCan(JSON.stringify({ id: 3, repository, principals }));
    assert.deepEqual(answer, { id: 3, who: [principal] });
  });

  it('can lists repositories', () => {
    const repositories = [repository, { ...repository, registryId: '444455556666' }];
    const { answer } = answerCan(JSON.stringify({ id: 4, principal: able, repositories }));
    assert.deepEqual(answer, { id: 4, can: [arn] });
  });
});
