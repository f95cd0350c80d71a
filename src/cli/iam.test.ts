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
});
