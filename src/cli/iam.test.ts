// The face of `hawser iam`: exit codes, order, and JSON that stays JSON when it fails (docs/iam.md).
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));

function hawser(args: readonly string[], input = '') {
  const { status, stdout } = spawnSync(process.execPath, [main, 'iam', ...args], {
    input,
    encoding: 'utf8',
  });
  return { status, stdout };
}

const line = (id: number, action: string) =>
  JSON.stringify({
    id,
    request: {
      principal: 'arn:aws:iam::111122223333:role/node',
      action,
      resource: { resource: '*', accountId: '111122223333' },
      context: {},
    },
    policies: {
      identity: [
        {
          Version: '2012-10-17',
          Statement: { Effect: 'Allow', Action: 'ecr:*', Resource: '*' },
        },
      ],
    },
  });
const allowed = line(1, 'ecr:GetAuthorizationToken');
const denied = line(2, 's3:ListAllMyBuckets');

describe('hawser iam', () => {
  it('answers in order and exits by the worst answer', () => {
    const codes = [[allowed], [allowed, denied], [denied, 'nope', allowed]].map((lines) => {
      const { status, stdout } = hawser(['evaluate'], lines.join('\n'));
      const ids = stdout
        .trim()
        .split('\n')
        .map((text) => (JSON.parse(text) as { id: unknown }).id);
      return [status, ids];
    });
    assert.deepEqual(codes, [
      [0, [1]],
      [2, [1, 2]],
      [1, [2, null, 1]],
    ]);
  });

  for (const verb of ['evaluate', 'prove', 'who-can', 'can', 'lint']) {
    for (const input of ['', '\n \n']) {
      it(`refuses ${JSON.stringify(input)} to ${verb}: an empty pipe passes no gate`, () => {
        const { status, stdout } = hawser([verb], input);
        const { error } = JSON.parse(stdout) as { error: { code: string; message: string } };
        assert.deepEqual(
          [status, error.code, error.message],
          [1, 'InputUnreadable', 'the input is empty: there is nothing to answer'],
        );
      });
    }
  }

  it('shows people a walk through the layers', () => {
    const { stdout } = hawser(['evaluate', '-o', 'text'], allowed);
    assert.match(
      stdout,
      /^allowed {2}ecr:GetAuthorizationToken on \*\n.*\n.*identity policies +allows/,
    );
  });

  it('stays JSON when it cannot read its input', () => {
    const { status, stdout } = hawser(['prove', '/nowhere/lines.jsonl']);
    assert.equal(status, 1);
    assert.equal((JSON.parse(stdout) as { error: { code: string } }).error.code, 'InputUnreadable');
  });

  const policy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'ecr:BatchGetImages', Resource: '*' }],
  };
  const codes = (stdout: string) =>
    stdout
      .trim()
      .split('\n')
      .map((text) => {
        const { id, findings } = JSON.parse(text) as { id: unknown; findings: { code: string }[] };
        return [id, findings.map(({ code }) => code)];
      });

  it('takes a policy as it is, over several lines or on one', () => {
    for (const text of [JSON.stringify(policy, null, 2), JSON.stringify(policy)]) {
      const { status, stdout } = hawser(['lint'], text);
      assert.deepEqual([status, codes(stdout)], [2, [[null, ['UNKNOWN_ECR_ACTION']]]]);
    }
    const { stdout } = hawser(['lint'], JSON.stringify(policy, null, 2));
    assert.match(stdout, /"line":4,"column":5/);
    const trust = hawser(['lint', '--kind', 'trust'], JSON.stringify(policy, null, 2));
    assert.match(trust.stdout, /REFUSED_ON_WRITING/);
  });

  it('takes questions over several lines, also as a list', () => {
    const questions = [1, 2].map((id) => ({ id, policy, kind: 'identity' }));
    const expected = [1, 2].map((id) => [id, ['UNKNOWN_ECR_ACTION']]);
    for (const text of [
      JSON.stringify(questions, null, '\t'),
      questions.map((question) => JSON.stringify(question)).join('\n'),
    ]) {
      assert.deepEqual(codes(hawser(['lint'], text).stdout), expected);
    }
    const one = hawser(['evaluate'], JSON.stringify(JSON.parse(allowed), null, 2));
    assert.equal((JSON.parse(one.stdout) as { decision: string }).decision, 'allowed');
  });

  it('answers each line where they are no document', () => {
    const { status, stdout } = hawser(['evaluate'], `{"id": 1,\n${allowed}`);
    assert.equal(status, 1);
    assert.deepEqual(stdout.match(/"InvalidInput"|"allowed"/g), ['"InvalidInput"', '"allowed"']);
  });
});
