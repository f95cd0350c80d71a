// Resource elements: IAM User Guide, "IAM JSON policy elements: Resource" and "Variables and tags".
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PolicyKind } from '../document/model.ts';
import { compileResource, RequestedResource } from './resource.ts';

const repository = 'arn:aws:ecr:us-east-1:111122223333:repository/team/app';

function matches(
  pattern: string,
  arn = repository,
  kind: PolicyKind = 'identity',
  values: Record<string, string> = {},
): boolean {
  const matcher = compileResource(pattern, kind, true);
  return matcher.matches(new RequestedResource(arn), (key) => values[key.toLowerCase()]);
}

describe('A Resource element', () => {
  const rows: readonly [string, boolean][] = [
    ['*', true],
    [repository, true],
    ['arn:aws:ecr:*:*:repository/*', true],
    ['arn:aws:ecr:us-east-?:111122223333:repository/team/*', true],
    ['arn:aws:ecr:us-east-1:111122223333:repository/t*p', true],
    ['arn:*:ecr:us-east-1:111122223333:repository/*', true],
    ['arn:aws:ecr:us-east-1:111122223333:repository/TEAM/app', false],
    ['arn:aws:ecr:us-east-1:111122223333:repository/team', false],
    ['arn:aws:ecr:us-west-2:111122223333:repository/*', false],
    ['arn:aws:ecr:*:repository/team/app', true],
    ['arn:aws:ecr:*', true],
    ['arn:aws:ecr', true],
    ['arn:aws:s3', false],
  ];
  for (const [pattern, expected] of rows) {
    it(`${pattern}: ${expected}`, () => assert.equal(matches(pattern), expected));
  }

  it('completes short ARNs only where its kind of policy allows that', () => {
    const short = 'arn:aws:ecr:us-east-1';
    const found = (
      ['identity', 'session', 'boundary', 'resource', 'vpce', 'scp', 'rcp'] as const
    ).map((kind) => [
      kind,
      matches(short, repository, kind),
      matches(`${short}:*`, repository, kind),
    ]);
    assert.deepEqual(found, [
      ['identity', true, true],
      ['session', true, true],
      ['boundary', true, true],
      ['resource', false, true],
      ['vpce', false, true],
      ['scp', false, true],
      ['rcp', false, false],
    ]);
  });

  it('fills in variables in the resource part, literally', () => {
    const pattern = 'arn:aws:ecr:us-east-1:111122223333:repository/${aws:PrincipalTag/team}/*';
    assert.ok(matches(pattern, repository, 'identity', { 'aws:principaltag/team': 'team' }));
    assert.equal(matches(pattern, repository, 'identity', { 'aws:principaltag/team': '*' }), false);
    assert.equal(matches(pattern), false);
  });

  it('does not fill in variables before the resource part', () => {
    const pattern = 'arn:aws:ecr:us-east-1:${aws:PrincipalAccount}:repository/*';
    assert.equal(
      matches(pattern, repository, 'identity', { 'aws:principalaccount': '111122223333' }),
      false,
    );
  });
});
