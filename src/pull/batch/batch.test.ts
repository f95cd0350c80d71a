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

  it('is answered for the whole pull, and with the fix when asked for', () => {
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
